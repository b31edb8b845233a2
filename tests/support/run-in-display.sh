#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program on a screen of its own, as a person's session would be, and leaves nothing
# behind: Xvfb, a session bus, the accessibility bus, a window manager, empty XDG folders.
#
#   run-in-display.sh [--size WIDTHxHEIGHT] COMMAND [ARGUMENT...]
#
# The exit status is the command's.
set -eu

size=1280x800
if [ "${1:-}" = --size ]; then
  size=$2
  shift 2
fi
[ $# -gt 0 ] || { sed -n '4,10s/^# \{0,1\}//p' "$0"; exit 2; }

folder=$(mktemp -d /tmp/loft-display-XXXXXX)
server=

clean_up () {
  status=$?
  trap - EXIT INT TERM
  # Window manager and compositor end with their screen, the buses with dbus-run-session.
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  rm -rf "$folder"
  exit $status
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Says which display when it is ready. The number is ours: Xvfb would take the first that is free,
# in a network of its own one that is not, and so take another screen's socket away. Who must know
# it beforehand gives it as LOFT_DISPLAY_NUMBER.
start_screen () {
  mkfifo "$folder/ready"
  Xvfb ":${LOFT_DISPLAY_NUMBER:-$((100 + $$ % 59000))}" -displayfd 3 -screen 0 "${size}x24" \
    -nolisten tcp -noreset \
    3>"$folder/ready" >"$folder/xvfb.log" 2>&1 &
  server=$!
  number=
  read -r number <"$folder/ready" || :
  [ -n "$number" ] || { cat "$folder/xvfb.log" >&2; exit 1; }
  export DISPLAY=":$number"
}

own_folders () {
  for name in config data cache state runtime; do
    mkdir -m 700 "$folder/$name"
  done
  mkdir "$folder/config/gtk-4.0"
  # No keyring, unless a test starts one: what is installed would be started by its first caller.
  mkdir -p "$folder/data/dbus-1/services"
  printf '%s\n' '[D-BUS Service]' Name=org.freedesktop.secrets Exec=/bin/false \
    >"$folder/data/dbus-1/services/org.freedesktop.secrets.service"
  printf '%s\n' '[Settings]' gtk-enable-animations=0 'gtk-font-name=Cantarell 11' \
    >"$folder/config/gtk-4.0/settings.ini"
  export XDG_CONFIG_HOME="$folder/config" XDG_DATA_HOME="$folder/data" \
    XDG_CACHE_HOME="$folder/cache" XDG_STATE_HOME="$folder/state" \
    XDG_RUNTIME_DIR="$folder/runtime"
}

own_environment () {
  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS GTK_THEME
  export GDK_BACKEND=x11 GSK_RENDERER=cairo
  export GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}"
  export LC_ALL="${LC_ALL:-C.UTF-8}" TZ="${TZ:-UTC}"
  # Debian's Python has the bindings; another one on PATH may not.
  export TEST_PYTHON="${TEST_PYTHON:-/usr/bin/python3}"
}

start_screen
own_folders
own_environment
# Openbox says there that it manages windows, or that it has ended.
mkfifo "$folder/manager"
exec 4<>"$folder/manager"
export OPENBOX_READY="sh -c 'echo ready >$folder/manager'"
dbus-run-session -- sh -c '
  for launcher in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
    if [ -x "$launcher" ]; then
      "$launcher" --launch-immediately >/dev/null 2>&1 &
      break
    fi
  done
  # Without a window manager no window is active, and one that is older than it may never be;
  # without a compositor popovers have black edges.
  if command -v openbox >/dev/null; then
    {
      openbox --sm-disable --startup "$OPENBOX_READY" || :
      echo ended >&4
    } >/dev/null 2>&1 &
    read -r _ <&4
  fi
  ! command -v xcompmgr >/dev/null || xcompmgr >/dev/null 2>&1 &
  exec "$@" 4>&-
' run-in-display "$@"
