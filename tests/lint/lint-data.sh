#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the desktop reads is valid by the desktop's own tools.
#   lint-data.sh SOURCE-ROOT BUILD-ROOT APPLICATION-ID
set -u

source=$1
built=$2/data
program=$2/src/cli/loftctl
id=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

check () {
  number=$((number + 1))
  name=$1
  shift
  if "$@" >"$folder/log" 2>&1; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    sed 's/^/# /' "$folder/log" | head -n 30
  fi
}

silent () {
  "$@" >"$folder/out" 2>&1
  status=$?
  cat "$folder/out"
  [ $status = 0 ] && [ ! -s "$folder/out" ]
}

# Metainfo may have at most one finding: the <developer> tag is newer than AppStream 0.16.
metainfo () {
  appstreamcli validate --no-net --pedantic "$built/$id.metainfo.xml" >"$folder/out" 2>&1
  status=$?
  cat "$folder/out"
  [ $status = 0 ] && ! grep -E '^[EWI]:' "$folder/out" | grep -v 'unknown-tag developer'
}

svg () {
  for icon in "$source"/data/icons/*.svg; do
    python3 -c 'import sys, xml.dom.minidom as dom
icon = dom.parse(sys.argv[1]).documentElement
assert icon.tagName == "svg" and icon.getAttribute("width") == icon.getAttribute("height")' \
      "$icon" || return 1
  done
}

translations () {
  for name in $(grep -v '^#' "$source/po/LINGUAS"); do
    msgfmt --check --output-file=/dev/null "$source/po/$name.po" || return 1
  done
}

names_agree () {
  for file in desktop metainfo.xml gschema.xml service; do
    grep -q "$id" "$built/$id.$file" || { echo "$id.$file does not name $id"; return 1; }
  done
}

scripts () {
  sh -n "$source/dev" && sh -n "$source/.ci/run" || return 1
  for script in "$source"/tests/*/*.sh "$source"/tests/support/*/*.sh; do
    sh -n "$script" || return 1
  done
}

# Every command that the program has is in the man page and completed in every shell.
completion () {
  bash -n "$source/data/completion/loftctl.bash" || return 1
  commands=$("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
  [ -n "$commands" ] || { echo "loftctl --help names no commands"; return 1; }
  for command in $commands; do
    for file in completion/loftctl.bash completion/_loftctl completion/loftctl.fish man/loftctl.1; do
      grep -qw "$command" "$source/data/$file" || { echo "$file: no $command"; return 1; }
    done
  done
}

manifest () {
  python3 -c 'import json, sys
manifest = json.load(open(sys.argv[1], encoding="utf-8"))
assert manifest["id"] == sys.argv[2], "id"
forbidden = ("--filesystem", "--socket=session-bus", "--socket=system-bus", "--device=all",
             "--talk-name=org.freedesktop.secrets", "--talk-name=org.freedesktop.portal")
for argument in manifest["finish-args"]:
    assert not argument.startswith(forbidden), argument' \
    "$source/flatpak/$id.json" "$id"
}

man_page () {
  silent groff -man -ww -z -Kutf8 "$source/data/man/loftctl.1"
}

echo 1..9
check "desktop entry" silent desktop-file-validate "$built/$id.desktop"
check "metainfo" metainfo
check "settings schema" silent glib-compile-schemas --strict --dry-run "$built"
check "icons" svg
check "translations" translations
check "one application id" names_agree
check "shell scripts and completion" eval 'scripts && completion'
check "Flatpak manifest" manifest
check "man page" man_page
