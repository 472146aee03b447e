# A fresh Debian 12 in a scratch folder, for proofs that need one. Read by
# scripts/check-clean-*, with their own argument --keep: then the machine stays
# when the script ends, and its folder is told.
# shellcheck shell=sh
#
# MIRROR  the Debian mirror (debootstrap's own)

case ${1:-} in
'' | --keep) ;;
*)
	echo "usage: $0 [--keep]" >&2
	exit 2
	;;
esac
if [ "$(id -u)" -ne 0 ]; then
	echo "A machine in a folder can only be made by root." >&2
	exit 2
fi
# In a mount namespace of its own, nothing stays mounted however this ends.
if [ -z "${CLEAN_MACHINE:-}" ]; then
	CLEAN_MACHINE=1 exec unshare --mount --propagation private \
	    sh "$PWD/scripts/${0##*/}" "$@"
fi
if ! command -v debootstrap >/dev/null; then
	echo "Installing the Debian package debootstrap"
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi

keep=${1:-}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/clean-machine.XXXXXX")
machine=$scratch/machine
log=$scratch/log
alone=
tidy() {
	for place in tmp dev/shm dev/pts dev proc; do
		umount -l "$machine/$place" 2>/dev/null || true
	done
	if [ -n "$keep" ]; then
		echo "The machine is in $machine."
	else
		rm -rf --one-file-system "$scratch"
	fi
}
trap tidy EXIT
trap 'exit 2' INT TERM HUP

# Makes the machine, with nothing of this repository yet, and a user.
make_machine() {
	debootstrap --variant=minbase --include=ca-certificates \
	    bookworm "$machine" ${MIRROR:+"$MIRROR"}
	# A usual installation gets its updates as well.
	uri=$(sed -n 's/^deb \([^ ]*\) .*/\1/p' "$machine/etc/apt/sources.list")
	cat >"$machine/etc/apt/sources.list" <<END
deb $uri bookworm main
deb $uri bookworm-updates main
deb ${uri%/debian*}/debian-security bookworm-security main
END
	cp /etc/resolv.conf "$machine/etc/resolv.conf"
	# No service starts in a folder.
	printf '#!/bin/sh\nexit 101\n' >"$machine/usr/sbin/policy-rc.d"
	chmod 755 "$machine/usr/sbin/policy-rc.d"
	mount -t proc proc "$machine/proc"
	mount --bind /dev "$machine/dev"
	mount -t devpts devpts "$machine/dev/pts" -o newinstance,ptmxmode=666
	mount -t tmpfs tmpfs "$machine/dev/shm"
	mount -t tmpfs tmpfs "$machine/tmp" -o mode=1777
	chroot "$machine" useradd --create-home --shell /bin/sh user
}

# Makes $1 the root of everything, as on a machine of its own; under chroot
# alone the kernel refuses namespaces, which tests need. Then runs the rest.
# shellcheck disable=SC2016 # what that shell expands
ENTER='ip link set lo up && mount --rbind "$1" "$1" && cd "$1" && shift &&
    pivot_root . . && umount -l . && cd / && exec "$@"'

# Runs command $3 in the machine, as user $1 in home folder $2, with nothing
# of this machine's environment. When `alone` is set, the only network is
# loopback.
inside() {
	unshare --mount ${alone:+--net} sh -c "$ENTER" sh \
	    "$machine" chroot --userspec="$1:" / /usr/bin/env -i HOME="$2" \
	    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    sh -c "$3"
}

as_root() {
	inside root /root "cd /root && $1"
}

as_user() {
	inside user /home/user "cd /home/user && $1"
}

# $1 what is done, then the command. Its output is shown when it fails.
step() {
	what=$1
	shift
	begin=$(date +%s)
	# Not as a condition, in which set -e would be without effect.
	set +e
	(set -e && "$@") >"$log" 2>&1
	code=$?
	set -e
	if [ "$code" -ne 0 ]; then
		cat "$log"
		echo "FAILED: $what"
		exit 1
	fi
	echo "ok  $(($(date +%s) - begin)) s  $what"
	grep -E '^[0-9]+ passed, [0-9]+ failed$|^Every answer' "$log" |
	    tail -n 1 | sed 's/^/    /'
}
