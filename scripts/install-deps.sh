#!/bin/sh
# Installs the Debian packages that building, testing and running need.
# Says what it installs; does nothing when all of it is there.
# usage: install-deps.sh [lint | bench | guard | deb | page | --list]
# lint: what make lint and make fuzz need; bench: what make bench needs; guard:
# what make guard needs; deb: what make deb needs; page: what
# scripts/test-report renders the page with; --list: prints what building alone
# needs, no more
set -eu

build="
	pkg-config
	libclamav-dev libgmime-3.0-dev libarchive-dev libinih-dev
	libsodium-dev libjson-c-dev libedit-dev libseccomp-dev libpcre2-dev
	libsqlite3-dev libexpat1-dev zlib1g-dev
"
packages="
	$build
	libcmocka-dev clamav-testfiles
	clamav-freshclam busybox perl snmpd snmp
	7zip libarchive-tools bzip2 zstd lz4 lzip xz-utils ncompress
"
case ${1:-} in
lint)
	packages="
		clang libclang-rt-dev clang-format clang-tidy
		cppcheck shellcheck mandoc
	"
	;;
page)
	packages="chromium fonts-dejavu-core"
	;;
bench)
	packages="clamav-daemon clamdscan clamav valgrind"
	# Where it is there already it may be of another origin.
	command -v npm >/dev/null || packages="$packages npm"
	;;
guard)
	packages="valgrind"
	;;
deb)
	packages="debhelper dpkg-dev fakeroot lintian"
	;;
--list)
	# shellcheck disable=SC2086 # a list of words
	printf '%s\n' $build
	exit 0
	;;
esac

missing=
for package in $packages; do
	state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
	[ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing Debian packages:$missing"
run=
if [ "$(id -u)" -ne 0 ]; then
	run=sudo
	if ! command -v sudo >/dev/null; then
		echo "Please run as root: apt-get install$missing" >&2
		exit 1
	fi
fi
$run apt-get update -qq
# A daemon that comes with a package is not started: RUNLEVEL=1.
# shellcheck disable=SC2086 # a list of words
$run env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
