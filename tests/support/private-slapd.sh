#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# An OpenLDAP server of a test's own: people of dc=example,dc=test below ou=people, in plain text, with
# StartTLS and with TLS, on free ports of the loopback.
#
#   private-slapd.sh start DIR    writes DIR/ports (LDAP_PORT, LDAPS_PORT), DIR/ca.pem and DIR/other.pem (an
#                                 authority that knows nothing of it); ends with the process WATCH_PID
#   private-slapd.sh stop DIR
#
# Its certificate is for 127.0.0.1: of "localhost" the library makes the machine's own name (2.5.13). Users
# alice (uid=alice,ou=people,dc=example,dc=test), bob, carol with NAME-secret; 120 people called Many; one,
# uid=large, whose entry has two million bytes; nobody
# reads without signing in, and no answer has more than 100 entries unless it is asked for in pages.
set -eu

[ $# -eq 2 ] || { sed -n '3,13s/^# \{0,1\}//p' "$0"; exit 2; }
base=dc=example,dc=test

free_port () {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

make_certificates () {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=Test-CA \
    -addext basicConstraints=critical,CA:TRUE -keyout "$1/ca.key" -out "$1/ca.pem" 2>/dev/null
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=Other-CA \
    -addext basicConstraints=critical,CA:TRUE -keyout "$1/other.key" -out "$1/other.pem" 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
    -keyout "$1/server.key" -out "$1/server.csr" 2>/dev/null
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$1/server.ext"
  openssl x509 -req -in "$1/server.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 30 \
    -extfile "$1/server.ext" -out "$1/server.pem" 2>/dev/null
}

person () { # uid given family number
  cat <<X
dn: uid=$1,ou=people,$base
objectClass: inetOrgPerson
uid: $1
cn: $2 $3
sn: $3
givenName: $2
mail: $1@example.test
telephoneNumber: +1 555 $4
mobile: +1 556 $4
o: Example Org
ou: Team $4
title: Engineer
roomNumber: B$4
l: Testville
userPassword: $1-secret

X
}

write_people () {
  cat <<X
dn: $base
objectClass: dcObject
objectClass: organization
o: Example Org
dc: example

dn: ou=people,$base
objectClass: organizationalUnit
ou: people

X
  person alice Alice Example 1
  person bob Bob "Ex*mple (2)" 2
  person carol Carol Example 3
  i=100
  while [ $i -lt 220 ]; do
    person "many$i" Many "Person $i" $i
    i=$((i + 1))
  done
}

write_settings () {
  cat <<X
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile $1/slapd.own
TLSCACertificateFile $1/ca.pem
TLSCertificateFile $1/server.pem
TLSCertificateKeyFile $1/server.key
sizelimit 100
database mdb
suffix "$base"
rootdn "cn=admin,$base"
limits users size.soft=100 size.hard=100 size.prtotal=unlimited
directory $1/db
maxsize 16777216
dbnosync
index objectClass eq
index cn,sn,givenName,mail,uid pres,eq,sub
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
X
}

# One whose entry has two million bytes.
write_large () {
  printf 'dn: uid=large,ou=people,%s\nobjectClass: inetOrgPerson\nuid: large\ncn: Large\nsn: Large\n' "$base"
  awk 'BEGIN { line = sprintf ("%400s", ""); gsub (/ /, "x", line);
               for (i = 0; i < 5000; i++) print "street: " i line }'
  echo
}

start () {
  mkdir -p "$1/db"
  make_certificates "$1"
  write_settings "$1" >"$1/slapd.conf"
  { write_people && write_large; } >"$1/people.ldif"
  /usr/sbin/slapadd -q -f "$1/slapd.conf" -l "$1/people.ldif"
  plain=$(free_port)
  tls=$(free_port)
  # Not in the background of its own: then it is the one whose number is known.
  /usr/sbin/slapd -d 0 -f "$1/slapd.conf" -h "ldap://127.0.0.1:$plain/ ldaps://127.0.0.1:$tls/" \
    >"$1/log" 2>&1 </dev/null &
  server=$!
  echo "$server" >"$1/pid"
  watch "$server" "${WATCH_PID:-$PPID}" >/dev/null 2>&1 </dev/null &
  until python3 -c "import socket; socket.create_connection(('127.0.0.1', $plain), 1)" 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$1/log" >&2; exit 1; }
    sleep 0.05
  done
  printf 'LDAP_PORT=%s\nLDAPS_PORT=%s\n' "$plain" "$tls" >"$1/ports"
}

# The server does not outlive whoever asked for it.
watch () {
  while kill -0 "$1" 2>/dev/null; do
    kill -0 "$2" 2>/dev/null || kill "$1"
    sleep 0.5
  done
}

case $1 in
  start) start "$2" ;;
  stop) [ ! -e "$2/pid" ] || kill "$(cat "$2/pid")" 2>/dev/null || : ;;
  *) exit 2 ;;
esac
