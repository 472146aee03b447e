#!/bin/sh
# Fetches new virus definitions with freshclam and puts them where the filter
# reads them. Made for cron:
#
#	17 * * * *  /var/CommuniGate/CGPWard/update.sh
#
# usage: update.sh [-c FILE] [--freshclam-conf FILE] [--log FILE]
#                  [--timeout SECONDS] [-- FRESHCLAM-OPTION...]
#
# Exit code: 0 new definitions are in place, 1 nothing new, 2 failed. It prints
# nothing unless it failed, so that cron mails only failures.
#
# The one idea: freshclam works in a folder of its own inside the folder of the
# definitions, on hard links to what is there. What it made is examined and
# then renamed into place file by file, so whoever reads the definitions sees
# whole files only, and after a failure the old ones. The lock is held on the
# folder itself and ends with the process, so it cannot become stale.
#
# freshclam may run as another user. Before its files are touched the working
# folder is taken from that user, and all of it is addressed relative to that
# folder, so that nobody can direct root's hand elsewhere.
#
# Of the administrator's freshclam configuration these are not used: folder
# and log file (another freshclam may have it open), NotifyClamd and
# OnUpdateExecute, which would run before the files are in place.
set -u
umask 022
export LC_ALL=C
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"

WORK_NAME=.cgpward-update
LINK_NAME=.cgpward-update.lock	# the lock where there is no flock
SET_TYPES=' cvd cld cud db mdb mdu msb msu hdb hdu hsb hsu ndb ndu ldb ldu
 sdb cdb cbc crb cfg fp sfp ftm gdb pdb wdb idb ign ign2 imp info ioc cat
 pwdb rmd zmd yar yara '

self=$0
home=$(cd "$(dirname "$0")" && pwd -P) || exit 2
configuration=
freshclam_conf=
log=
time_max_s=3600

started_s=$(date +%s)
scratch=	# a private folder for what freshclam reads and says
work=		# the working folder, once it is ours and the current one
link=		# the lock, where it is a link
child=		# the process that fetches
old=		# the versions before, one line each
reason=		# why it failed, in one line
remedy=
changed=0

# ---- the end of a run ------------------------------------------------------

# Prints the version that a program tells: the first word with a digit at its
# start, without what follows a slash.
version_of_program() {
	"$1" --version 2>/dev/null | awk '
	    { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]/) {
		sub("[/,].*", "", $i); found = 1; print $i; exit } }
	    END { if (!found) print "unknown" }'
}

# Prints " name=old->new" for each set, " name=version" if it is the same.
versions_line() {
	[ -n "$work" ] || return 0
	printf '%s\n--\n%s\n' "$old" "$(list_versions ..)" | awk -F '\t' '
	    $0 == "--" { after = 1; next }
	    NF != 2 { next }
	    !($1 in was) && !($1 in is) { name[++n] = $1 }
	    !after { was[$1] = $2 }
	    after { is[$1] = $2 }
	    END {
		for (i = 1; i <= n; i++) {
			a = (name[i] in was) ? was[name[i]] : "none"
			b = (name[i] in is) ? is[name[i]] : "none"
			printf " %s=%s", name[i], a == b ? b : a "->" b
		}
	    }'
}

# Appends the line of this run to the log. Its argument: the result.
write_log() {
	[ -n "$log" ] || return 1
	program=$home/cgpward
	[ -x "$program" ] || program=$home/../build/cgpward
	line="$(date '+%Y-%m-%dT%H:%M:%S%z') result=$1"
	line="$line seconds=$(($(date +%s) - started_s))"
	line="$line cgpward=$(version_of_program "$program")"
	line="$line freshclam=$(version_of_program freshclam)"
	line="$line$(versions_line)"
	if [ -n "$reason" ]; then
		line="$line reason=\"$(printf '%s' "$reason" |
		    tr '"[:cntrl:]' "'?")\""
	fi
	{ printf '%s\n' "$line" >>"$log"; } 2>/dev/null
}

# Prints the lines in which freshclam complained.
tell_said() {
	[ -n "$scratch" ] && [ -f "$scratch/said" ] || return 0
	lines=$(grep -E 'ERROR|WARNING|cool-down|Hint:' "$scratch/said" |
	    tail -n 12 | tr -d '\000-\010\013-\037\177' | sed 's/^/    /')
	[ -z "$lines" ] || printf 'freshclam said:\n%s\n' "$lines"
}

# Ends the run with a result for the log and an exit code.
finish() {
	trap '' HUP INT TERM
	result=$1
	code=$2
	if [ -n "$child" ]; then
		kill "$child" 2>/dev/null
		wait "$child" 2>/dev/null
	fi
	if ! write_log "$result"; then
		[ "$code" -eq 2 ] || remedy="make it writable, or --log FILE."
		reason="${reason:+$reason; also }the log"
		reason="$reason ${log:-(update.log)} cannot be written"
		code=2
	fi
	if [ "$code" -eq 2 ]; then
		echo "$self: $reason" >&2
		[ -z "$remedy" ] || echo "Remedy: $remedy" >&2
		tell_said >&2
	fi
	cd / || exit 2
	[ -z "$work" ] || rm -rf "$work"
	[ -z "$scratch" ] || rm -rf "$scratch"
	[ -z "$link" ] || rm -f "$link"
	exit "$code"
}

# fail REASON REMEDY
fail() {
	reason=$1
	remedy=$2
	finish failed 2
}

# ---- what is where ---------------------------------------------------------

# Prints the value of a key as the program's own reader understands it:
# read_key FILE SECTION KEY. A comment begins with ; or # at the start of a
# line, or with ; after a blank.
read_key() {
	awk -v section="$2" -v key="$3" '
	    NR == 1 { sub(/^\357\273\277/, "") }
	    { sub(/^[ \t\f\v]+/, ""); sub(/[ \t\r\f\v]+$/, "") }
	    /^[;#]/ { next }
	    /^\[/ { here = substr($0, 2); sub(/\].*/, "", here); next }
	    here == section && (at = match($0, /[=:]/)) {
		name = substr($0, 1, at - 1)
		value = substr($0, at + 1)
		sub(/[ \t]+$/, "", name)
		sub(/^[ \t]+/, "", value)
		sub(/(^|[ \t]+);.*$/, "", value)
		if (name == key)
			found = value
	    }
	    END { print found }' "$1"
}

# Prints the values of an option of freshclam's configuration, one a line.
read_option() {
	[ -n "$freshclam_conf" ] || return 0
	awk -v key="$1" '
	    tolower($1) == tolower(key) {
		sub(/^[ \t]*[^ \t]+[ \t]+/, "")
		sub(/[ \t\r]+$/, "")
		gsub(/^"|"$/, "")
		print
	    }' "$freshclam_conf"
}

# Whether a path is a file of definitions that libclamav would load.
is_set() {
	case $SET_TYPES in
	*[[:space:]]"${1##*.}"[[:space:]]*) [ -f "$1" ] && [ ! -h "$1" ] ;;
	*) return 1 ;;
	esac
}

# Prints the version in the header of a .cvd or .cld, nothing if it has none.
header_version() {
	dd if="$1" bs=512 count=1 2>/dev/null | awk -F : '
	    NR == 1 && $1 == "ClamAV-VDB" && $3 ~ /^[0-9]+$/ { print $3 }'
}

# Prints a line "name TAB version" for each set of a folder: the version of
# the header, else date and size.
list_versions() {
	for file in "$1"/*; do
		is_set "$file" || continue
		name=${file##*/}
		case $name in
		*.cvd | *.cld | *.cud)
			name=${name%.*}
			version=$(header_version "$file")
			;;
		*)
			version=$(date -u -r "$file" +%Y%m%dT%H%M%SZ)
			version=$version/$(wc -c <"$file" | tr -d ' ')
			;;
		esac
		printf '%s\t%s\n' "$(printf '%s' "$name" |
		    tr -c 'A-Za-z0-9._-' '_')" "${version:-unknown}"
	done
}

find_configuration() {
	if [ -z "$configuration" ]; then
		configuration=$home/cgpward.cfg
		[ -f "$configuration" ] ||
		    configuration=$home/../cfg/cgpward.cfg
	fi
	if [ ! -f "$configuration" ] || [ ! -r "$configuration" ]; then
		fail "the configuration $configuration cannot be read" \
		    "name the right one with -c FILE."
	fi
	conf_dir=$(cd "$(dirname "$configuration")" && pwd -P)
	log=${log:-$conf_dir/update.log}
	definitions=$(read_key "$configuration" engine definitions)
	definitions=${definitions:-/var/lib/clamav}
	case $definitions in
	/*) ;;
	*) definitions=$conf_dir/$definitions ;;
	esac
}

find_freshclam() {
	command -v freshclam >/dev/null ||
	    fail "freshclam is not installed" \
		"apt-get install clamav-freshclam"
	if [ -z "$freshclam_conf" ]; then
		freshclam_conf=/etc/clamav/freshclam.conf
		[ -f "$freshclam_conf" ] || freshclam_conf=
	fi
	if [ -n "$freshclam_conf" ] && [ ! -r "$freshclam_conf" ]; then
		fail "$freshclam_conf cannot be read" \
		    "name another with --freshclam-conf FILE."
	fi
	user=
	[ "$(id -u)" -eq 0 ] || return 0
	user=$(read_option DatabaseOwner | tail -n 1)
	user=${user:-clamav}
	id "$user" >/dev/null 2>&1 ||
	    fail "freshclam would run as the user $user, who does not exist" \
		"name an existing user as DatabaseOwner in its configuration."
}

# ---- the working folder ----------------------------------------------------

# Takes the lock by a link whose text is our process. A link whose process is
# gone, or is another program by now, is taken over.
lock_by_link() {
	if holder=$(readlink "$LINK_NAME"); then
		if tr '\0' ' ' 2>/dev/null <"/proc/$holder/cmdline" |
		    grep -q update; then
			return 1
		fi
		mv "$LINK_NAME" "$LINK_NAME.$$" || return 1
		[ "$(readlink "$LINK_NAME.$$")" = "$holder" ] || return 1
		rm -f "$LINK_NAME.$$"
	fi
	ln -s "$$" "$LINK_NAME" 2>/dev/null || return 1
	link=$definitions/$LINK_NAME
}

lock() {
	if command -v flock >/dev/null; then
		exec 9<. && flock -n 9
	else
		lock_by_link
	fi
}

# Takes the lock, makes the working folder and goes there. In it are "before",
# links to the definitions as they are, and "set", where freshclam works.
open_work() {
	if ! cd "$definitions" 2>/dev/null || [ ! -r . ]; then
		fail "the folder $definitions is missing or not readable" \
		    "create it, or correct definitions in $configuration."
	fi
	definitions=$(pwd -P)
	if [ ! -w . ]; then
		fail "the folder $definitions is not writable for $(id -un)" \
		    "change its owner, or run this as its owner or as root."
	fi
	lock ||
	    fail "another update of $definitions is running" \
		"wait for it to end; it ends after its --timeout at the latest."
	rm -rf "$WORK_NAME"
	told=$(mkdir -m 711 "$WORK_NAME" 2>&1) ||
	    fail "no working folder could be made in $definitions: $told" \
		"see that the disk is writable and not full."
	if ! cd -P "$WORK_NAME" || [ "$(pwd -P)" != \
	    "${definitions%/}/$WORK_NAME" ]; then
		fail "the working folder in $definitions was exchanged" \
		    "see who else writes to that folder."
	fi
	work=$(pwd -P)
	old=$(list_versions ..)
	told=$(mkdir set before new 2>&1 && fill_work 2>&1) ||
	    fail "the working folder $work could not be filled: $told" \
		"see that the disk is not full."
}

# A hard link where the system allows it, else a copy.
fill_work() {
	for file in ../*; do
		is_set "$file" || continue
		ln "$file" set/ 2>/dev/null || cp -p "$file" set/ || return 1
		ln "$file" before/ 2>/dev/null || cp -p "$file" before/ ||
		    return 1
	done
	# It remembers when a mirror asked to wait, and is written in place.
	[ ! -f ../freshclam.dat ] || cp ../freshclam.dat set/ || return 1
	[ -z "$user" ] || chown "$user" set || return 1
	[ ! -f set/freshclam.dat ] || [ -z "$user" ] ||
	    chown "$user" set/freshclam.dat
}

# ---- fetching --------------------------------------------------------------

fetch() {
	scratch=$(mktemp -d) ||
	    fail "no temporary folder could be made" \
		"see that ${TMPDIR:-/tmp} is writable and not full."
	conf=$scratch/freshclam.conf
	(
		umask 077
		if [ -n "$freshclam_conf" ]; then
			# Its last line may lack an end.
			awk 'tolower($1) !~ "^(databasedirectory|pidfile|" \
			    "updatelogfile|logtime|notifyclamd|" \
			    "onupdateexecute)$"' "$freshclam_conf"
		else
			echo "DatabaseMirror database.clamav.net"
		fi >"$conf"
	) || fail "$conf could not be written" "see that the disk is not full."
	limit=
	if command -v timeout >/dev/null; then
		limit="timeout -k 10 $time_max_s"
	fi
	# In the background, because a signal interrupts only wait.
	# shellcheck disable=SC2086 # words or nothing
	$limit freshclam --config-file="$conf" --datadir="$work/set" \
	    --verbose --stdout "$@" >"$scratch/said" 2>&1 </dev/null &
	child=$!
	wait "$child"
	code=$?
	child=
	[ -z "$user" ] || chown -h 0 set
	chmod 700 set
	keep_wait
	judge "$code"
}

# freshclam's note of when it may ask again has to survive a failure too.
keep_wait() {
	file=set/freshclam.dat
	if [ ! -f "$file" ] || [ -h "$file" ] ||
	    cmp -s "$file" ../freshclam.dat; then
		return 0
	fi
	mv -f "$file" ../freshclam.dat
}

said() {
	grep -Eq "$1" "$scratch/said"
}

# Decides from freshclam's exit code and words whether it did its work. The
# code alone does not tell: after a refusal (429) it is 0, and "up-to-date" is
# believed only if the mirror gave an answer.
judge() {
	if said 'cool-down until'; then
		fail "the mirror refused$(sed -n \
		    's/.*cool-down until after:/ until/p' "$scratch/said" |
		    tail -n 1)" "run this less often, at most once an hour."
	elif [ "$1" -ne 0 ]; then
		explain "$1"
	fi
	unanswered=$(find_unanswered)
	[ -z "$unanswered" ] ||
	    fail "the mirror gave no answer for $unanswered" \
		"see that its name, the network and the proxy are right."
}

# Fails with words for freshclam's exit code.
explain() {
	case $1 in
	124 | 137 | 143)
		fail "freshclam did not end within $time_max_s seconds" \
		    "see whether the mirror is slow, or use --timeout."
		;;
	6 | 7 | 8)
		fail "what arrived is no valid file of definitions" \
		    "try again later, or see what the mirror serves."
		;;
	esac
	if said 'Download failed \(23\)|No space left'; then
		fail "what arrived could not be written to $definitions" \
		    "see that the disk is not full: $(df -Pk . |
		    awk 'END { print $4 }') KiB are free."
	elif said "Can't (change dir|create)|Permission denied"; then
		fail "freshclam cannot work in $definitions" \
		    "see that ${user:-$(id -un)} may enter it and all above."
	elif said 'Download failed|Connection failed'; then
		fail "the mirror could not be reached or broke off" \
		    "see that its name, the network and the proxy are right."
	elif said 'file not found|Unexpected response'; then
		fail "the mirror does not serve the file" \
		    "see that the address in ${freshclam_conf:-use} is right."
	fi
	fail "freshclam failed with code $1" "see what it said:"
}

# Prints the first custom set that freshclam calls up-to-date although no
# mirror said so (304, or 200 with an older date). file:// has no mirror.
find_unanswered() {
	{
		read_option DatabaseCustomURL | grep '^file:'
		echo --
		cat "$scratch/said"
	} | awk '
	    !words { if ($0 == "--") words = 1
		else { sub(".*/", ""); local[$0] = 1 }; next }
	    /Retrieving / { status = "" }
	    /^< HTTP\// { status = $3 }
	    / is up-to-date \(version: custom/ {
		if (!($1 in local) && status != 304 && status != 200) {
			print $1
			exit
		}
		status = ""
	    }'
}

# ---- putting it in place ---------------------------------------------------

# Moves what is new to the folder "new" and examines it.
collect() {
	for file in set/*; do
		is_set "$file" || continue
		name=${file##*/}
		! cmp -s "$file" "../$name" || continue
		# Another freshclam was here meanwhile: its file stays.
		if [ -e "../$name" ] && ! cmp -s "before/$name" "../$name"; then
			continue
		fi
		# shellcheck disable=SC2012 # a number, not a name
		links=$(ls -ldn "$file" | awk '{ print $2 }')
		if [ ! -s "$file" ] || [ "$links" -ne 1 ]; then
			fail "$name, as it arrived, is empty or no plain file" \
			    "see what the mirror serves."
		fi
		case $name in
		*.cvd | *.cld | *.cud)
			examine "$file" ||
			    fail "$name, as it arrived, is damaged" \
				"try again later, or use another mirror."
			;;
		esac
		mv "$file" new/ || fail "$work is not writable" ""
	done
}

# Whether a container has a good header and, if sigtool is there, the
# signature of its maker.
examine() {
	[ -n "$(header_version "$1")" ] || return 1
	case $1 in *.cvd) ;; *) return 0 ;; esac
	command -v sigtool >/dev/null || return 0
	sigtool --info="$1" >/dev/null 2>&1
}

# Prints the date the mirror gave a custom set, as touch understands it.
date_of_mirror() {
	awk -v name="$1" '
	    /Retrieving / { stamp = "" }
	    tolower($2) == "last-modified:" {
		month = index("JanFebMarAprMayJunJulAugSepOctNovDec", $5)
		stamp = sprintf("%s-%02d-%02dT%sZ", $6, (month + 2) / 3,
		    $4, $7)
	    }
	    $1 == name && / updated \(version: custom/ { print stamp }
	    ' "$scratch/said"
}

# Renames the new files into place with the folder's owner and a mode that
# everybody can read. A custom set keeps the mirror's date, because freshclam
# asks next time for what is newer than that.
place() {
	# shellcheck disable=SC2012 # numbers, not names
	owner=$(ls -ldn .. | awk '{ print $3 ":" $4 }')
	for file in new/*; do
		[ -f "$file" ] || continue
		name=${file##*/}
		[ -z "$user" ] || chown -h "$owner" "$file"
		chmod 644 "$file"
		stamp=$(date_of_mirror "$name")
		[ -z "$stamp" ] || touch -d "$stamp" "$file" 2>/dev/null
		sync "$file" 2>/dev/null || sync
		told=$(mv -f "$file" "../$name" 2>&1) ||
		    fail "$name could not be put in place: $told" \
			"see that $definitions is writable."
		changed=1
		case $name in
		*.cld) twin=${name%.cld}.cvd ;;
		*.cvd) twin=${name%.cvd}.cld ;;
		*) continue ;;
		esac
		# freshclam replaced one kind by the other.
		[ -e "set/$twin" ] || rm -f "../$twin"
	done
}

main() {
	find_configuration
	find_freshclam
	open_work
	fetch "$@"
	collect
	place
	[ "$changed" -eq 1 ] || finish unchanged 1
	if ! { : >"$conf_dir/hup.sig"; } 2>/dev/null; then
		reason="$conf_dir/hup.sig could not be written, so the filter"
		reason="$reason sees the new definitions at its next check only"
		remedy="see that $conf_dir is writable for $(id -un)."
		finish updated 2
	fi
	finish updated 0
}

usage() {
	echo "usage: update.sh [-c FILE] [--freshclam-conf FILE]" \
	    "[--log FILE] [--timeout SECONDS] [-- FRESHCLAM-OPTION...]"
}

while [ $# -gt 0 ]; do
	case $1 in
	--) shift; break ;;
	--help) usage; exit 0 ;;
	-c | --freshclam-conf | --log | --timeout)
		[ $# -ge 2 ] || { usage >&2; exit 2; }
		case $1 in
		-c) configuration=$2 ;;
		--freshclam-conf) freshclam_conf=$2 ;;
		--log) log=$2 ;;
		--timeout) time_max_s=$2 ;;
		esac
		shift 2
		;;
	*) usage >&2; exit 2 ;;
	esac
done
case $time_max_s in
'' | *[!0-9]*) usage >&2; exit 2 ;;
esac
trap 'fail "the update was interrupted" "run it again."' HUP INT TERM
main "$@"
