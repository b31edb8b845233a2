#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A private Postfix for tests: submission with STARTTLS and with implicit TLS on loopback ports that
# were free, beside a private Dovecot, whose users sign in here, whose certificate it shows and into
# whose Maildirs it delivers: NAME@example.test. Nothing leaves the machine.
#
#   private-postfix.sh start DIR DOVECOT_DIR
#   private-postfix.sh stop DIR        end it; the log stays
#
# DIR/ports is written for a shell to source:
#   SUBMISSION_PORT SUBMISSIONS_PORT   numbers
#   LOG_FILE
#
# Recipients that are refused: blocked@ 550 5.7.1, later@ 450 4.2.1, full@ 452 4.2.2, unknown ones
# 550 5.1.1. A message may have 20 MB. With implicit TLS there is no CHUNKING.
#
# Environment:
#   WATCH_PID=N   stop the server when this process dies (default: the caller)
#
# Root only: Postfix's master wants to be.
set -eu

PATH=$PATH:/usr/sbin:/sbin

fail () {
  echo "private-postfix: $*" >&2
  exit 1
}

random_port () {
  number=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
  echo $((20000 + number % 12000))
}

write_configuration () {
  for name in alice bob carol; do
    echo "$name@example.test $name/Maildir/"
  done >"$DIR/mailboxes"
  cat >"$DIR/recipients" <<END
blocked@example.test 550 5.7.1 Recipient refuses mail
later@example.test 450 4.2.1 Try again later
full@example.test 452 4.2.2 Mailbox full
END
  cat >"$DIR/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $DIR/queue
data_directory = $DIR/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $DIR/log/postfix.log
maillog_file_prefixes = $DIR
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
local_recipient_maps =
alias_maps =
local_header_rewrite_clients =
virtual_mailbox_domains = example.test
virtual_mailbox_base = $MAIL_HOME
virtual_mailbox_maps = texthash:$DIR/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:$(stat -c %u "$MAIL_HOME/alice/Maildir")
virtual_gid_maps = static:$(stat -c %g "$MAIL_HOME/alice/Maildir")
virtual_mailbox_limit = 0
default_transport = error:5.4.4 no mail leaves this machine
disable_dns_lookups = yes
smtpd_peername_lookup = no
in_flow_delay = 0
message_size_limit = 20000000
mailbox_size_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtputf8_enable = yes
smtpd_tls_cert_file = $(dirname "$CERTIFICATE_FILE")/server.pem
smtpd_tls_key_file = $(dirname "$CERTIFICATE_FILE")/server.key
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $RUN/run/auth-client
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:$DIR/recipients,
  reject_unlisted_recipient
END
  cat >"$DIR/etc/master.cf" <<END
127.0.0.1:$SUBMISSION_PORT inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_security_level=encrypt
127.0.0.1:$SUBMISSIONS_PORT inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes -o smtpd_tls_wrappermode=yes
  -o smtpd_discard_ehlo_keywords=chunking
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
END
}

# What "postfix start" does, which takes seconds.
make_queue () {
  for folder in incoming active deferred bounce defer trace flush corrupt saved hold private; do
    install -d -o postfix -m 700 "$DIR/queue/$folder"
  done
  install -d -o postfix -g postdrop -m 2710 "$DIR/queue/public"
  install -d -o postfix -g postdrop -m 1730 "$DIR/queue/maildrop"
  install -d -m 755 "$DIR/queue/pid"
  install -d -o postfix -m 700 "$DIR/data"
}

listening () {
  grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") [0-9A-F:]* 0A " /proc/net/tcp
}

try_start () {
  setsid /usr/lib/postfix/sbin/master -c "$DIR/etc" >"$DIR/log/start.log" 2>&1 </dev/null &
  SERVER_PID=$!
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      [ -d "/proc/$SERVER_PID" ] || return 1
      if listening "$SUBMISSION_PORT" && listening "$SUBMISSIONS_PORT"; then
        return 0
      fi
      sleep 0.05
    done
  done
  return 1
}

start () {
  [ "$(id -u)" = 0 ] || fail "Postfix wants to be started by root"
  [ -x /usr/lib/postfix/sbin/master ] || fail "Postfix is not installed (postfix)"
  . "$1/ports"
  mkdir -p "$DIR/etc" "$DIR/log"
  DIR=$(cd "$DIR" && pwd)
  make_queue
  for _ in 1 2 3 4 5 6 7 8; do
    SUBMISSION_PORT=$(random_port)
    SUBMISSIONS_PORT=$((SUBMISSION_PORT + 1))
    write_configuration
    if try_start; then
      printf '%s\n' "SUBMISSION_PORT=$SUBMISSION_PORT" "SUBMISSIONS_PORT=$SUBMISSIONS_PORT" \
        "LOG_FILE='$DIR/log/postfix.log'" "SERVER_PID=$SERVER_PID" >"$DIR/ports"
      setsid "$0" watch "$DIR" "${WATCH_PID:-$PPID}" >/dev/null 2>&1 </dev/null &
      return 0
    fi
  done
  cat "$DIR/log/start.log" "$DIR/log/postfix.log" >&2 || :
  fail "Postfix does not start"
}

# master ends its children itself.
stop () {
  [ -f "$DIR/ports" ] || return 0
  . "$DIR/ports"
  rm -f "$DIR/ports"
  kill -s TERM "$SERVER_PID" 2>/dev/null || :
}

# A test that aborts runs no teardown, so somebody else has to look.
watch () {
  while [ -d "/proc/$1" ] && [ -f "$DIR/ports" ]; do
    sleep 0.5
  done
  stop
}

command=${1:-}
DIR=${2:-}
[ -n "$DIR" ] || { sed -n '3,25s/^# \{0,1\}//p' "$0"; exit 2; }
case $command in
  start) start "$3" ;;
  stop) stop ;;
  watch) watch "$3" ;;
  *) fail "unknown command: $command" ;;
esac
