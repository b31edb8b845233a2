#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A private SOGo 5.8 for tests: Exchange ActiveSync, CalDAV and CardDAV on loopback ports that were
# free, beside a private Dovecot, whose users (alice, bob, carol; password NAME-secret) and mail it
# has and whose certificate it shows. What its users send is delivered into those Maildirs:
# NAME@example.test. Nothing leaves the machine.
#
#   private-sogo.sh start DIR DOVECOT_DIR
#   private-sogo.sh stop DIR        end it; DIR and the log stay
#
# DIR/ports is written for a shell to source:
#   HTTPS_PORT HTTP_PORT            /SOGo/Microsoft-Server-ActiveSync, /SOGo/dav/NAME/…
#   SMTP_PORT                       delivers, without TLS and sign-in
#   LOG_FILE                        of SOGo
#
# Recipients that are refused: blocked@ 550, later@ 450, full@ 452, unknown ones 550.
#
# Environment:
#   WATCH_PID=N     stop the server when this process dies (default: the caller)
#   EAS_DEBUG=YES   the log has every request and answer of ActiveSync as XML
#   WORKERS=N       answers at a time; a waiting Ping takes one (default 6)
#   PATIENCE=N      seconds that Ping and Sync wait at most (default 30)
#
# SOGo reads its settings at one place only, so it runs in a mount namespace, where they are there;
# and in a process namespace, which takes all its processes with it. Works as root (the servers
# then run as the owner of the mail) and, with user namespaces, as an ordinary user.
set -eu

PATH=$PATH:/usr/sbin:/sbin

fail () {
  echo "private-sogo: $*" >&2
  exit 1
}

# ---- inside the namespaces -------------------------------------------------------------------

# This shell is process 1 there: it ends when the servers have, and they when it does.
inside () {
  mount --bind "$STATE/sogo.conf" /etc/sogo/sogo.conf
  if [ "$SERVER_USER" = 0 ]; then
    set -- unshare --user --map-user="$CALLER_USER" --map-group="$CALLER_GROUP" --
  else
    set -- setpriv --reuid "$SERVER_USER" --regid "$SERVER_GROUP" --clear-groups --
  fi
  "$@" /usr/bin/python3 "$(dirname "$0")/private-sogo.py" "$STATE" &
  wait $!
}

enter () {
  rights=
  if [ "$(id -u)" != 0 ]; then
    # Root of its own world may mount; the servers refuse root and run in a world below.
    rights=--map-root-user
    CALLER_USER=$(id -u) CALLER_GROUP=$(id -g)
    SERVER_USER=0 SERVER_GROUP=0
    export CALLER_USER CALLER_GROUP
  fi
  export STATE SERVER_USER SERVER_GROUP IMAP_PORT MAIL_HOME CERTIFICATE_FILE
  # shellcheck disable=SC2086 # nothing or one word
  setsid unshare $rights --mount --pid --fork --kill-child=KILL --mount-proc \
    "$0" inside "$DIR" >"$STATE/log/start.log" 2>&1 </dev/null &
  SERVER_PID=$!
}

# ---- start and end ---------------------------------------------------------------------------

# A process of ours that has ended but was not yet reaped is not alive.
alive () {
  [ -r "/proc/$1/stat" ] || return 1
  state=$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) || return 1
  [ -n "$state" ] && [ "$state" != Z ] && [ "$state" != X ]
}

# With the process id this names a process for good, also after its number is used again.
start_time () {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# A folder that the server's user reaches is beside the mail, which it does.
make_state () {
  STATE=$STATE/sogo-state
  rm -rf "$STATE"
  mkdir -p "$STATE/log"
  : >"$STATE/sogo.conf"
  SERVER_USER=$(stat -c %u "$MAIL_HOME/alice/Maildir")
  SERVER_GROUP=$(stat -c %g "$MAIL_HOME/alice/Maildir")
  [ "$(id -u)" != 0 ] || chown -R "$SERVER_USER:$SERVER_GROUP" "$STATE"
}

# False when the servers ended again, as they do when a port was taken meanwhile.
try_start () {
  enter
  # Two minutes, for a busy machine; servers that cannot start end by themselves.
  for _ in $(seq 2400); do
    [ ! -s "$STATE/ready" ] || return 0
    alive "$SERVER_PID" || return 1
    sleep 0.05
  done
  kill -s KILL "$SERVER_PID" 2>/dev/null || :
  return 1
}

start () {
  if ! [ -x /usr/sbin/sogod ] || ! [ -d /usr/lib/postgresql ] || ! command -v memcached >/dev/null; then
    fail "SOGo is not installed (sogo, sogo-activesync, memcached, postgresql)"
  fi
  dovecot=$(cd "$1" && pwd)
  mkdir -p "$DIR"
  DIR=$(cd "$DIR" && pwd)
  for _ in 1 2 3 4; do
    . "$dovecot/ports"
    make_state
    if try_start; then
      {
        cat "$STATE/ready"
        printf '%s\n' "SERVER_PID=$SERVER_PID" "SERVER_START=$(start_time "$SERVER_PID")" \
          "LOG_FILE='$STATE/log/sogod.log'" "STATE='$STATE'"
      } >"$DIR/ports.new"
      mv "$DIR/ports.new" "$DIR/ports"
      watched=${WATCH_PID:-$PPID}
      setsid "$0" watch "$DIR" "$watched" "$(start_time "$watched")" >/dev/null 2>&1 </dev/null &
      return 0
    fi
    grep -qi "address already in use" "$STATE"/log/* || break
  done
  tail -n 20 "$STATE"/log/* >&2 || :
  fail "SOGo does not start"
}

stop () {
  [ -f "$DIR/ports" ] || return 0
  . "$DIR/ports"
  rm -f "$DIR/ports"
  end_server
}

end_server () {
  [ "$(start_time "$SERVER_PID")" = "$SERVER_START" ] || return 0
  # With process 1 the kernel ends everything in there, and only then the one that waits for it.
  read -r first _ <"/proc/$SERVER_PID/task/$SERVER_PID/children" || first=$SERVER_PID
  kill -s KILL "$first" 2>/dev/null || :
  for _ in $(seq 200); do
    alive "$SERVER_PID" || return 0
    sleep 0.05
  done
}

# A test that aborts runs no teardown, so somebody else has to look.
# The Dovecot's folder, and with it this one, may be removed at any time.
watch () {
  . "$DIR/ports"
  while alive "$1" && [ "$(start_time "$1")" = "$2" ] && [ -f "$DIR/ports" ]; do
    sleep 0.5
  done
  end_server
}

command=${1:-}
DIR=${2:-}
[ -n "$DIR" ] || { sed -n '4,29s/^# \{0,1\}//p' "$0"; exit 2; }
case $command in
  start) start "$3" ;;
  stop) stop ;;
  watch) watch "$3" "$4" ;;
  inside) inside ;;
  *) fail "unknown command: $command" ;;
esac
