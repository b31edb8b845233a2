#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A private Dovecot 2.3 for tests, the demo and the benchmark: IMAP and POP3 on loopback ports that
# were free, users alice, bob and carol (password NAME-secret), Maildir, a CA of its own.
#
#   private-dovecot.sh start DIR    start; again in the same DIR: same mail, same ports
#   private-dovecot.sh adopt DIR    let the server own what the caller wrote into the Maildirs
#   private-dovecot.sh stop DIR     end it; mail, log and ports stay
#   private-dovecot.sh remove DIR   end it and delete everything
#
# DIR/ports is written for a shell to source:
#   IMAP_PORT IMAPS_PORT            numbers
#   POP3_PORT POP3S_PORT
#   MAIL_HOME                       folder of NAME/Maildir
#   CA_FILE CERTIFICATE_FILE        PEM
#   FINGERPRINT                     SHA-256 of the server's certificate, hex
#   LOG_FILE
#
# Environment:
#   PROFILE=full|condstore|plain|extended
#                                   what the server says it can do (default full); condstore:
#                                   everything but QRESYNC; plain: bare RFC 3501; extended: full,
#                                   with COMPRESS, ACL, QUOTA (10 MB) and sign-in by a client
#                                   certificate: tls/NAME.pem and tls/NAME.p12 (password NAME-key)
#   IMAP_CAPABILITY="..."           the same, word by word
#   SERVER_NAMES="a.test b.test"    of the certificate, besides localhost
#   MAX_CONNECTIONS=N               of one user at a time (default 100)
#   WATCH_PID=N                     stop the server when this process dies (default: the caller)
#   REMOVE_WHEN_DEAD=1              and then remove DIR as well
#
# Works as root (the server then runs as nobody, which Dovecot wants) and as an ordinary user.
set -eu

PATH=$PATH:/usr/sbin:/sbin
USERS="alice bob carol"
SERVER_USER=nobody
SERVER_GROUP=nogroup

say () {
  echo "private-dovecot: $*" >&2
}

fail () {
  say "$*"
  exit 1
}

as_server () {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid "$SERVER_USER" --regid "$SERVER_GROUP" --clear-groups -- "$@"
  else
    "$@"
  fi
}

# A process of ours that has ended but was not yet reaped still answers kill -0.
alive () {
  [ -r "/proc/$1/stat" ] || return 1
  state=$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) || return 1
  [ -n "$state" ] && [ "$state" != Z ] && [ "$state" != X ]
}

# With the process id this names a process for good, also after its number is used again.
start_time () {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# /proc/net/tcp: local address and port in hex, then remote, then 0A for LISTEN.
listening () {
  grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") [0-9A-F:]* 0A " \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Below the range that the kernel hands out, so that no client socket takes it meanwhile.
# random_port N: N, 0 to 3, so that no two of one server are the same.
random_port () {
  while :; do
    number=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
    port=$((20000 + number % 3000 * 4 + $1))
    listening "$port" || break
  done
  echo "$port"
}

# ---- certificates ----------------------------------------------------------------------------

make_certificates () {
  tls=$1
  [ -s "$tls/server.pem" ] && return 0
  mkdir -p "$tls"
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
      -subj "/CN=Loft test authority" -addext "keyUsage=critical,keyCertSign,cRLSign" \
      -keyout "$tls/ca.key" -out "$tls/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -subj "/CN=localhost" -keyout "$tls/server.key" -out "$tls/server.csr"
    names=DNS:localhost,IP:127.0.0.1
    for name in ${SERVER_NAMES:-}; do names=$names,DNS:$name; done
    printf '%s\n' "subjectAltName=$names" "extendedKeyUsage=serverAuth" \
      "basicConstraints=CA:FALSE" >"$tls/server.ext"
    openssl x509 -req -in "$tls/server.csr" -days 825 -extfile "$tls/server.ext" \
      -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -out "$tls/server.pem"
  } >"$tls/openssl.log" 2>&1 || fail "openssl failed, see $tls/openssl.log"
}

# With its key, as people get theirs from an authority.
make_client_certificate () {
  tls=$1 name=$2
  [ -s "$tls/$name.p12" ] && return 0
  {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
      -keyout "$tls/$name.key" -out "$tls/$name.csr"
    printf '%s\n' "extendedKeyUsage=clientAuth" "basicConstraints=CA:FALSE" >"$tls/$name.ext"
    openssl x509 -req -in "$tls/$name.csr" -days 825 -extfile "$tls/$name.ext" \
      -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -out "$tls/$name.crt"
    cat "$tls/$name.crt" "$tls/$name.key" >"$tls/$name.pem"
    openssl pkcs12 -export -in "$tls/$name.crt" -inkey "$tls/$name.key" -certfile "$tls/ca.pem" \
      -passout "pass:$name-key" -out "$tls/$name.p12"
  } >>"$tls/openssl.log" 2>&1 || fail "openssl failed, see $tls/openssl.log"
}

fingerprint () {
  openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f
}

# ---- configuration ---------------------------------------------------------------------------

capability_line () {
  case ${PROFILE:-full} in
    full | extended) words=${IMAP_CAPABILITY:-} ;;
    condstore) words="IMAP4rev1 SASL-IR ID ENABLE IDLE LITERAL+ UNSELECT CHILDREN NAMESPACE \
UIDPLUS MOVE LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE ESEARCH" ;;
    plain) words="IMAP4rev1" ;;
    *) fail "unknown PROFILE: $PROFILE" ;;
  esac
  [ -z "$words" ] || echo "imap_capability = $words"
}

is_extended () {
  [ "${PROFILE:-full}" = extended ]
}

extended_configuration () {
  is_extended || return 0
  cat <<END
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 external
ssl_ca = <$STATE/tls/ca.pem
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_username_from_cert = yes
passdb {
  driver = static
  mechanisms = external
  args = nopassword=y
}
mail_plugins = acl quota zlib
protocol imap {
  mail_plugins = acl quota zlib imap_acl imap_quota imap_zlib
}
plugin {
  acl = vfile
  quota = count:User quota
  quota_rule = *:storage=10M
  quota_vsizes = yes
}
END
}

write_configuration () {
  cat <<END
base_dir = $RUN/run
state_dir = $RUN/run
instance_name = loft-$IMAP_PORT
log_path = $STATE/log/dovecot.log
listen = 127.0.0.1
protocols = imap pop3
default_internal_user = $SERVER_USER
default_internal_group = $SERVER_GROUP
default_login_user = $SERVER_USER
mail_uid = $SERVER_USER
mail_gid = $SERVER_GROUP
first_valid_uid = 1
first_valid_gid = 1
shutdown_clients = yes
mail_home = $STATE/mail/%n
mail_location = maildir:~/Maildir
mail_attribute_dict = file:%h/attributes
mailbox_list_index = yes
mail_fsync = never
ssl = yes
ssl_cert = <$STATE/tls/server.pem
ssl_key = <$STATE/tls/server.key
ssl_min_protocol = TLSv1.2
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
auth_failure_delay = 0
auth_username_format = %Ln
passdb {
  driver = passwd-file
  args = username_format=%n $STATE/users
}
userdb {
  driver = passwd-file
  args = username_format=%n $STATE/users
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
  mailbox Junk {
    special_use = \\Junk
    auto = subscribe
  }
  mailbox Trash {
    special_use = \\Trash
    auto = subscribe
  }
  mailbox Archive {
    special_use = \\Archive
    auto = subscribe
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = $IMAP_PORT
  }
  inet_listener imaps {
    port = $IMAPS_PORT
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = $POP3_PORT
  }
  inet_listener pop3s {
    port = $POP3S_PORT
    ssl = yes
  }
}
service imap-urlauth-login {
  chroot =
}
service stats {
  chroot =
}
service auth {
  # A mail server beside it asks here who may send.
  unix_listener auth-client {
    mode = 0666
  }
}
service anvil {
  chroot =
  # Without this a client that failed to log in waits 2 to 15 s at its next tries.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol imap {
  mail_max_userip_connections = ${MAX_CONNECTIONS:-100}
  imap_metadata = yes
  imap_idle_notify_interval = 10 s
}
protocol pop3 {
  mail_max_userip_connections = ${MAX_CONNECTIONS:-100}
}
$(capability_line)
END
  extended_configuration
}

write_users () {
  for name in $USERS; do
    mkdir -p "$STATE/mail/$name/Maildir/cur" "$STATE/mail/$name/Maildir/new" \
      "$STATE/mail/$name/Maildir/tmp"
    echo "$name:{PLAIN}$name-secret::::::"
  done >"$STATE/users"
}

write_ports () {
  cat >"$DIR/ports.new" <<END
IMAP_PORT=$IMAP_PORT
IMAPS_PORT=$IMAPS_PORT
POP3_PORT=$POP3_PORT
POP3S_PORT=$POP3S_PORT
STATE='$STATE'
RUN='$RUN'
MAIL_HOME='$STATE/mail'
CA_FILE='$STATE/tls/ca.pem'
CERTIFICATE_FILE='$STATE/tls/server.pem'
FINGERPRINT=$(fingerprint "$STATE/tls/server.pem")
LOG_FILE='$STATE/log/dovecot.log'
SERVER_PID=$SERVER_PID
SERVER_START=$(start_time "$SERVER_PID")
END
  mv "$DIR/ports.new" "$DIR/ports"
}

# ---- start -----------------------------------------------------------------------------------

# Sets STATE: DIR itself, or, where the server's user cannot reach DIR (root's home), a folder
# that it can reach.
choose_state () {
  forget_lost_states
  if [ -n "${STATE:-}" ] && [ -d "$STATE" ]; then
    return 0
  fi
  STATE=$DIR
  as_server test -x "$DIR" || STATE=$(mktemp -d /tmp/loft-mail-XXXXXX)
  if [ "$STATE" != "$DIR" ]; then
    chmod 755 "$STATE"
    echo "$DIR" >"$STATE/folder"
  fi
}

# Whoever deletes DIR himself does not know of the folder elsewhere.
forget_lost_states () {
  for folder in /tmp/loft-mail-*; do
    if [ -s "$folder/folder" ] && [ ! -d "$(cat "$folder/folder")" ]; then
      rm -rf "$folder"
    fi
  done
}

adopt () {
  [ "$(id -u)" != 0 ] || chown -R "$SERVER_USER:$SERVER_GROUP" "$STATE/mail" "$STATE/log"
}

# Sets SERVER_PID; false when the server ended again, as it does when a port was taken.
try_start () {
  write_configuration >"$RUN/dovecot.conf"
  chmod -R a+rX "$STATE/tls" "$RUN/dovecot.conf" "$STATE/users"
  # Its own session: whatever the server starts is in one process group, and a pipe on the
  # caller's output is not held open.
  if [ "$(id -u)" = 0 ]; then
    setsid setpriv --reuid "$SERVER_USER" --regid "$SERVER_GROUP" --clear-groups -- \
      dovecot -F -c "$RUN/dovecot.conf" >"$STATE/log/start.log" 2>&1 </dev/null &
  else
    setsid dovecot -F -c "$RUN/dovecot.conf" >"$STATE/log/start.log" 2>&1 </dev/null &
  fi
  SERVER_PID=$!
  # A minute, for a busy machine; a server that cannot start ends by itself.
  for _ in $(seq 1200); do
    alive "$SERVER_PID" || return 1
    if listening "$IMAP_PORT" && listening "$IMAPS_PORT" &&
      listening "$POP3_PORT" && listening "$POP3S_PORT"; then
      warm_up
      return 0
    fi
    sleep 0.05
  done
  end_group "$SERVER_PID"
  return 1
}

# The first client would be greeted twice, with "Waiting for authentication process to respond"
# before the true greeting: that is a case for the script server, not for every test.
warm_up () {
  printf 'a LOGOUT\r\n' |
    timeout 10 openssl s_client -quiet -connect "127.0.0.1:$IMAPS_PORT" >/dev/null 2>&1 || :
}

start () {
  command -v dovecot >/dev/null || fail "dovecot is not installed (dovecot-imapd, dovecot-pop3d)"
  mkdir -p "$DIR"
  DIR=$(cd "$DIR" && pwd)
  STATE= IMAP_PORT= IMAPS_PORT= POP3_PORT= POP3S_PORT= SERVER_PID=
  if [ -f "$DIR/ports" ]; then
    . "$DIR/ports"
    ! running || fail "already running in $DIR"
  fi
  if [ "$(id -u)" != 0 ]; then
    SERVER_USER=$(id -un)
    SERVER_GROUP=$(id -gn)
  fi
  choose_state
  # Unix socket paths end at 108 bytes, so the sockets never live below the build folder.
  RUN=$(mktemp -d /tmp/loft-dovecot-XXXXXX)
  mkdir -p "$RUN/run" "$STATE/log" "$STATE/mail"
  make_certificates "$STATE/tls"
  ! is_extended || make_client_certificate "$STATE/tls" alice
  write_users
  [ "$(id -u)" != 0 ] || chown -R "$SERVER_USER:$SERVER_GROUP" "$RUN"
  chmod 755 "$RUN"
  adopt

  for _ in 1 2 3 4 5 6 7 8; do
    IMAP_PORT=${IMAP_PORT:-$(random_port 0)}
    IMAPS_PORT=${IMAPS_PORT:-$(random_port 1)}
    POP3_PORT=${POP3_PORT:-$(random_port 2)}
    POP3S_PORT=${POP3S_PORT:-$(random_port 3)}
    if try_start; then
      write_ports
      watch "${WATCH_PID:-$PPID}"
      return 0
    fi
    grep -q "Address already in use" "$STATE/log/dovecot.log" "$STATE/log/start.log" || break
    : >"$STATE/log/dovecot.log"
    IMAP_PORT= IMAPS_PORT= POP3_PORT= POP3S_PORT=
  done
  cat "$STATE/log/start.log" >&2
  tail -n 5 "$STATE/log/dovecot.log" >&2 || :
  rm -rf "$RUN"
  fail "Dovecot does not start"
}

# ---- watch and end ---------------------------------------------------------------------------

running () {
  [ -n "${SERVER_PID:-}" ] && alive "$SERVER_PID" &&
    [ "$(start_time "$SERVER_PID")" = "${SERVER_START:-}" ]
}

# A test that aborts runs no teardown, so somebody else has to look.
watch () {
  watched=$1
  watched_start=$(start_time "$watched") || watched_start=
  setsid "$0" watch "$DIR" "$watched" "$watched_start" >/dev/null 2>&1 </dev/null &
}

watch_loop () {
  . "$DIR/ports"
  while running; do
    if ! alive "$1" || [ "$(start_time "$1")" != "$2" ]; then
      if [ -n "${REMOVE_WHEN_DEAD:-}" ]; then
        remove
      else
        stop
      fi
      return 0
    fi
    sleep 0.5
  done
  rm -rf "$RUN"
}

end_group () {
  kill -s TERM -- "-$1" 2>/dev/null || :
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    group_alive "$1" || return 0
    sleep 0.1
  done
  kill -s KILL -- "-$1" 2>/dev/null || :
}

# Whether any process that is not a zombie is left in the group. Without a fork for each process.
group_alive () {
  kill -s 0 -- "-$1" 2>/dev/null || return 1
  for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    # shellcheck disable=SC2086 # fields
    ! lives_in "$1" ${line##*) } || return 0
  done
  return 1
}

# usage: lives_in GROUP STATE PARENT GROUP-OF-PROCESS …
lives_in () {
  [ "$4" = "$1" ] && [ "$2" != Z ]
}

stop () {
  [ -f "$DIR/ports" ] || return 0
  . "$DIR/ports"
  ! running || end_group "$SERVER_PID"
  rm -rf "$RUN"
}

remove () {
  stop
  [ -z "${STATE:-}" ] || [ "$STATE" = "$DIR" ] || rm -rf "$STATE"
  rm -rf "$DIR"
}

command=${1:-}
DIR=${2:-}
[ -n "$DIR" ] || { sed -n '3,30s/^# \{0,1\}//p' "$0"; exit 2; }
case $command in
  start) start ;;
  adopt) . "$DIR/ports"; adopt ;;
  stop) stop ;;
  remove) remove ;;
  watch) watch_loop "$3" "$4" ;;
  *) fail "unknown command: $command" ;;
esac
