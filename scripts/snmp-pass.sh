#!/bin/sh
# Serves the numbers of the metrics file to net-snmp. In snmpd.conf:
#
#	pass_persist .1.3.6.1.4.1.8072.9999.9999.2479 \
#	    /var/CommuniGate/CGPWard/snmp-pass.sh FILE
#
# in one line, where FILE is that of the section metrics of cgpward.cfg, which
# the user of snmpd has to be able to read. CGPWARD-MIB.txt explains the
# objects. A number that is not known is left out; where there is no limit,
# it is 4294967295. What the file says is served for five minutes: later there
# is nothing, because the filter is not running.
#
# usage: snmp-pass.sh [-o OID] [-m MINUTES] FILE
# -o  where the objects begin (.1.3.6.1.4.1.8072.9999.9999.2479)
# -m  how long the file is valid; more than [metrics] every
set -u
LC_ALL=C
export LC_ALL

# Made from include/vitals.def and include/classes.def.
# shellcheck disable=SC2089 # the quotes are meant
# Numbers: begin
numbers='
1 cgpward_start_timestamp_seconds
2 cgpward_requests_total
3 cgpward_overdue_answers_total
4 cgpward_pending_requests
5 cgpward_held_requests
6 cgpward_workers
7 cgpward_quota_used_messages
8 cgpward_quota_limit_messages
9 cgpward_definitions_loaded
10 cgpward_definitions_signatures
11 cgpward_definitions_age_seconds
12 cgpward_definitions_too_old
13 cgpward_reloads_total{what="configuration",result="taken"}
14 cgpward_reloads_total{what="configuration",result="refused"}
15 cgpward_reloads_total{what="definitions",result="taken"}
16 cgpward_reloads_total{what="definitions",result="refused"}
17 cgpward_errors_total
18 cgpward_warnings_total
19 cgpward_log_lines_lost_total
20 cgpward_resident_memory_bytes
21 cgpward_self_tests_total
22 cgpward_self_test_failures_total
23 cgpward_self_test_success
24 cgpward_self_test_timestamp_seconds
25 cgpward_self_test_duration_seconds
'
responses='OK ADDHEADER DISCARD ERROR REJECTED'
classes='clean infected worm phishing macro pua structured broken
encrypted limits ambiguous partial banned content error'
bounds='0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10 30 60
100 +Inf'
# Numbers: end

base=.1.3.6.1.4.1.8072.9999.9999.2479
minutes=5

usage() {
	echo 'usage: snmp-pass.sh [-o OID] [-m MINUTES] FILE' >&2
	exit 2
}

while getopts o:m: option; do
	case $option in
	o) base=.${OPTARG#.} ;;
	m) minutes=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || usage
file=$1
# shellcheck disable=SC2090
export base numbers responses classes bounds

# Objects in the order of their numbers; then the one that is asked for.
# shellcheck disable=SC2016 # awk's own variables
program='
function compare(a, b,    x, y, n, m, i) {
	n = split(substr(a, 2), x, ".")
	m = split(substr(b, 2), y, ".")
	for (i = 1; i <= n && i <= m; i++)
		if (x[i] + 0 != y[i] + 0)
			return x[i] + 0 < y[i] + 0 ? -1 : 1
	return n - m
}
function put(oid, type, text) {
	if (found || (ENVIRON["asked"] == "get" && oid != ENVIRON["oid"]))
		return
	if (ENVIRON["asked"] != "get" && compare(oid, ENVIRON["oid"]) <= 0)
		return
	found = 1
	print oid
	print type
	print text
}
function gauge(series, text) {
	if (text == "+Inf")
		return "4294967295"
	if (series ~ /_bytes$/)
		text /= 1024
	if (series ~ /_duration_seconds$/)
		text *= 1000
	return text > 4294967295 ? "4294967295" : sprintf("%.0f", text)
}
function number(oid, series) {
	if (!(series in value) || value[series] == "NaN")
		return
	if (series ~ /_(total|bucket)($|[{])/)
		put(oid, "counter64", value[series])
	else
		put(oid, "gauge", gauge(series, value[series]))
}
function version(oid, name,    at) {
	if (!match(about, name "=\"[^\"]*\""))
		return
	at = RSTART + length(name) + 2
	put(oid, "string", substr(about, at, RLENGTH - length(name) - 3))
}
/^#/ { next }
/^cgpward_build_info/ { about = $0 }
match($0, / [^ ]*$/) { value[substr($0, 1, RSTART - 1)] = substr($0, RSTART + 1) }
END {
	base = ENVIRON["base"]
	n = split(ENVIRON["numbers"], line, "\n")
	for (i = 1; i <= n; i++)
		if (split(line[i], word, " ") == 2)
			number(base ".1." word[1] ".0", word[2])
	n = split(ENVIRON["responses"], response)
	m = split(ENVIRON["classes"], class)
	for (i = 1; i <= n; i++)
		for (j = 1; j <= m; j++)
			number(base ".2.1.1.3." i "." j,
			    "cgpward_answers_total{response=\"" response[i] \
			    "\",class=\"" class[j] "\"}")
	duration = "cgpward_answer_duration_seconds"
	n = split(ENVIRON["bounds"], bound)
	for (i = 1; i <= n; i++)
		if (duration "_count" in value)
			put(base ".3.1.1.2." i, "string", bound[i])
	for (i = 1; i <= n; i++)
		number(base ".3.1.1.3." i,
		    duration "_bucket{le=\"" bound[i] "\"}")
	if (duration "_sum" in value)
		put(base ".3.2.0", "counter64",
		    sprintf("%.0f", value[duration "_sum"] * 1000))
	version(base ".4.1.0", "version")
	version(base ".4.2.0", "engine")
	version(base ".4.3.0", "definitions")
	if (!found)
		print "NONE"
}'

# $1 get or getnext, $2 the object
answer() {
	case $2 in
	'' | *[!0-9.]*)
		echo NONE
		return
		;;
	esac
	if [ -n "$(find "$file" -mmin "-$minutes" 2>/dev/null)" ]; then
		asked=$1 oid=.${2#.} awk "$program" "$file" 2>/dev/null ||
		    echo NONE
	else
		echo NONE
	fi
}

while read -r command; do
	case $command in
	PING) echo PONG ;;
	get | getnext)
		read -r object || exit 0
		answer "$command" "$object"
		;;
	set)
		read -r object || exit 0
		read -r object || exit 0 # what it is to be set to
		echo not-writable
		;;
	'') exit 0 ;;
	*) echo NONE ;;
	esac
done
