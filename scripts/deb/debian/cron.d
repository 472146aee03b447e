# Fetches virus definitions, unless the daemon of clamav-freshclam does.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

17 * * * *  root  [ ! -x /usr/share/cgpward/update.sh ] || pidof freshclam >/dev/null || /usr/share/cgpward/update.sh -c /etc/cgpward/cgpward.cfg --log /var/log/cgpward/update.log
