/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-chains.h"

#include <string.h>

#define HOST   "mail.loft.localhost"
#define IDN    "b\xc3\xbc" "cher.loft.localhost"
#define BAD    FALSE
#define GOOD   TRUE
#define CA     "ca | "

static const LoftTestChain chains[] = {
  { "plain", GOOD, HOST, "leaf" },
  { "other-case", GOOD, HOST, "leaf names=DNS:Mail.LOFT.localHOST" },
  { "final-dot-of-the-host", GOOD, HOST ".", "leaf" },
  { "one-of-many-names", GOOD, HOST, "leaf names=DNS:a.test,DNS:b.test,DNS:" HOST ",IP:10.0.0.1" },
  { "wildcard", GOOD, HOST, "leaf names=DNS:*.loft.localhost" },
  { "address", GOOD, "127.0.0.1", "leaf names=IP:127.0.0.1" },
  { "idn", GOOD, IDN, "leaf names=DNS:xn--bcher-kva.loft.localhost" },
  { "intermediate", GOOD, HOST, CA "leaf" },
  { "two-intermediates", GOOD, HOST, CA CA "leaf" },
  { "order-reversed", GOOD, HOST, CA CA "leaf reversed" },
  { "root-shown", GOOD, HOST, CA "leaf with-root" },
  { "rsa", GOOD, HOST, "ca key=rsa2048 | leaf key=rsa2048" },
  { "p384", GOOD, HOST, "leaf key=p384" },
  { "ed25519", GOOD, HOST, "leaf key=ed25519" },
  { "pathlen-kept", GOOD, HOST, "ca basic=critical,CA:TRUE,pathlen:1 | ca | leaf" },
  { "constraint-kept", GOOD, HOST, "ca nc=critical,permitted;DNS:loft.localhost | leaf" },
  { "unknown-extension", GOOD, HOST, "leaf unknown" },
  { "no-extended-usage", GOOD, HOST, "leaf eku=-" },

  { "other-host", BAD, HOST, "leaf names=DNS:elsewhere.test" },
  { "sibling", BAD, HOST, "leaf names=DNS:imap.loft.localhost" },
  { "parent", BAD, HOST, "leaf names=DNS:loft.localhost" },
  { "child", BAD, HOST, "leaf names=DNS:x." HOST },
  { "longer-label", BAD, HOST, "leaf names=DNS:e" HOST },
  { "host-as-prefix", BAD, HOST, "leaf names=DNS:" HOST ".evil.test" },
  { "leading-dot", BAD, HOST, "leaf names=DNS:.loft.localhost" },
  { "final-dot-of-the-name", BAD, HOST, "leaf names=DNS:" HOST "." },
  { "blank-behind", BAD, HOST, "leaf raw-names=" HOST "\\x20" },
  { "nul-in-name", BAD, HOST, "leaf raw-names=" HOST "\\0.evil.test" },
  { "nul-in-common-name", BAD, HOST, "leaf names=- cn=" HOST "\\0.evil.test" },
  { "common-name-only", BAD, HOST, "leaf names=- cn=" HOST },
  { "common-name-beside-others", BAD, HOST, "leaf names=DNS:elsewhere.test cn=" HOST },
  { "no-name-in-the-list", BAD, HOST, "leaf raw-names= cn=" HOST },
  { "uri-only", BAD, HOST, "leaf names=URI:imaps://" HOST " cn=" HOST },
  { "mail-address-only", BAD, HOST, "leaf names=email:root@" HOST },
  { "names-twice", BAD, HOST, "leaf twice-named" },
  { "idn-as-utf-8", BAD, IDN, "leaf raw-names=" IDN },
  { "idn-lookalike", BAD, IDN, "leaf names=DNS:bucher.loft.localhost" },

  { "wildcard-two-levels", BAD, HOST, "leaf names=DNS:*.localhost" },
  { "wildcard-below", BAD, HOST, "leaf names=DNS:*." HOST },
  { "wildcard-alone", BAD, HOST, "leaf names=DNS:*" },
  { "wildcard-partial", BAD, HOST, "leaf names=DNS:m*l.loft.localhost" },
  { "wildcard-partial-front", BAD, HOST, "leaf names=DNS:*l.loft.localhost" },
  { "wildcard-partial-end", BAD, HOST, "leaf names=DNS:m*.loft.localhost" },
  { "wildcard-inside", BAD, HOST, "leaf names=DNS:mail.*.localhost" },
  { "wildcard-double", BAD, HOST, "leaf names=DNS:*.*.localhost" },
  { "wildcard-in-idn", BAD, IDN, "leaf names=DNS:xn--b*-kva.loft.localhost" },
  { "wildcard-for-its-parent", BAD, "loft.localhost", "leaf names=DNS:*.loft.localhost" },

  { "address-as-name", BAD, "127.0.0.1", "leaf names=DNS:127.0.0.1" },
  { "address-as-wildcard", BAD, "127.0.0.1", "leaf names=DNS:127.0.0.*" },
  { "address-as-common-name", BAD, "127.0.0.1", "leaf names=- cn=127.0.0.1" },
  { "other-address", BAD, "127.0.0.1", "leaf names=IP:127.0.0.2" },
  { "name-as-address", BAD, HOST, "leaf names=IP:127.0.0.1" },

  { "expired", BAD, HOST, "leaf days=-30..-1" },
  { "not-yet-valid", BAD, HOST, "leaf days=2..30" },
  { "ends-before-it-begins", BAD, HOST, "leaf days=5..-5" },
  { "expired-issuer", BAD, HOST, "ca days=-30..-1 | leaf" },
  { "not-yet-valid-issuer", BAD, HOST, "ca days=2..30 | leaf" },

  { "self-signed", BAD, HOST, "leaf by=itself" },
  { "self-signed-authority", BAD, HOST, "leaf by=itself basic=critical,CA:TRUE" },
  { "unknown-root", BAD, HOST, "leaf by=stranger" },
  { "unknown-root-shown", BAD, HOST, "ca by=itself | leaf" },
  { "unknown-root-named-like-ours", BAD, HOST, "ca by=itself cn=Loft\\x20test\\x20authority | leaf" },
  { "intermediate-missing", BAD, HOST, "ca unsent | leaf" },
  { "upper-intermediate-missing", BAD, HOST, "ca unsent | ca | leaf" },
  { "signed-by-another-key", BAD, HOST, CA "leaf other-key" },
  { "issuer-signed-by-another-key", BAD, HOST, "ca other-key | leaf" },
  { "bad-signature", BAD, HOST, "leaf bad-signature" },
  { "bad-signature-of-issuer", BAD, HOST, "ca bad-signature | leaf" },

  { "for-clients", BAD, HOST, "leaf eku=clientAuth" },
  { "for-mail", BAD, HOST, "leaf eku=emailProtection" },
  { "for-code", BAD, HOST, "leaf eku=codeSigning" },
  { "key-for-certificates-only", BAD, HOST, "leaf ku=critical,keyCertSign" },
  { "issuer-for-clients", BAD, HOST, "ca eku=clientAuth | leaf" },
  { "issuer-is-no-authority", BAD, HOST, "ca basic=critical,CA:FALSE | leaf" },
  { "issuer-is-a-leaf", BAD, HOST, "leaf names=DNS:elsewhere.test | leaf" },
  { "issuer-without-constraints", BAD, HOST, "ca basic=- ku=- | leaf" },
  { "issuer-may-not-sign", BAD, HOST, "ca ku=critical,digitalSignature | leaf" },
  { "issuer-of-version-1", BAD, HOST, "ca v1 | leaf" },
  { "pathlen-broken", BAD, HOST, "ca basic=critical,CA:TRUE,pathlen:0 | ca | leaf" },
  { "pathlen-broken-further-down", BAD, HOST,
    "ca basic=critical,CA:TRUE,pathlen:1 | ca | ca | leaf" },
  { "constraint-broken", BAD, HOST, "ca nc=critical,permitted;DNS:other.test | leaf" },
  { "constraint-excludes", BAD, HOST, "ca nc=critical,excluded;DNS:loft.localhost | leaf" },
  { "constraint-on-addresses-broken", BAD, "127.0.0.1",
    "ca nc=critical,permitted;IP:10.0.0.0/255.0.0.0 | leaf names=IP:127.0.0.1" },
  { "constraint-higher-up-broken", BAD, HOST,
    "ca nc=critical,permitted;DNS:other.test | ca | leaf" },
  { "critical-unknown-extension", BAD, HOST, "leaf critical-unknown" },
  { "critical-unknown-extension-of-issuer", BAD, HOST, "ca critical-unknown | leaf" },

  { "rsa-512", BAD, HOST, "leaf key=rsa512" },
  { "rsa-1024", BAD, HOST, "leaf key=rsa1024" },
  { "rsa-1024-of-issuer", BAD, HOST, "ca key=rsa1024 | leaf" },
  { "md5", BAD, HOST, "ca key=rsa2048 | leaf digest=md5" },
  { "sha1", BAD, HOST, "ca key=rsa2048 | leaf digest=sha1" },
  { "sha1-of-issuer", BAD, HOST, "ca key=rsa2048 | ca digest=sha1 | leaf" },
};

const LoftTestChain *
loft_test_chains_list (guint *n_chains)
{
  *n_chains = G_N_ELEMENTS (chains);
  return chains;
}

const LoftTestChain *
loft_test_chains_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    if (strcmp (chains[i].name, name) == 0)
      return &chains[i];
  return NULL;
}
