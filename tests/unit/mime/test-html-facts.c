/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the cleaner tells of links and of images that are there to be fetched. */

#include <string.h>

#include "loft-html-link.h"
#include "loft-html.h"

enum {
  OTHER = LOFT_LINK_OTHER_HOST,
  USER = LOFT_LINK_USER_INFORMATION,
  ALIKE = LOFT_LINK_LOOK_ALIKE,
};

static void
test_links (void)
{
  static const struct {
    const char *html;
    guint oddities; /* of the only odd link */
    const char *target_host;
    const char *shown_host;
  } rows[] = {
    { "<a href=https://bank.test/>https://bank.test/</a>", 0, NULL, NULL },
    { "<a href=https://evil.test/>Click here</a>", 0, NULL, NULL },
    { "<a href=https://evil.test/>https://bank.test/</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>BANK.test/login</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>www.bank.test</a>", OTHER, "evil.test", "www.bank.test" },
    { "<a href=https://evil.test/>Go to https://bank.test now</a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=https://evil.test/>Go to (www.bank.test).</a>", OTHER, "evil.test",
      "www.bank.test" },
    { "<a href=https://evil.test/>Go to bank.test</a>", 0, NULL, NULL },
    { "<a href=https://evil.test/><b>https://</b><i>bank.test</i></a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=https://evil.test/>ht<wbr>tps://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>https&#58;//bank&#46;test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>https://bank.test<br>Login</a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=https://evil.test/> \n https://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>https://bank.test", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evil.test/>https://bank.test<a href=x>y</a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=https://bank.test.evil.test/>https://bank.test</a>", OTHER, "bank.test.evil.test",
      "bank.test" },
    { "<a href=https://evil.test/bank.test>bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://evilbank.test/>bank.test</a>", OTHER, "evilbank.test", "bank.test" },
    { "<a href=https://evil.test:443/>https://bank.test:443/</a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=//evil.test/>https://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href='http:\\\\evil.test\\'>https://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https:evil.test>https://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://%65vil.test/>https://bank.test</a>", OTHER, "evil.test", "bank.test" },
    { "<a href=https://192.0.2.1/>https://bank.test</a>", OTHER, "192.0.2.1", "bank.test" },
    { "<a href=https://[2001:db8::1]/>https://bank.test</a>", OTHER, "[2001:db8::1]", "bank.test" },
    { "<a href=https://bank.test@evil.test/>x</a>", USER, "evil.test", "" },
    { "<a href=https://bank.test%40evil.test@evil.test/>https://bank.test</a>", USER | OTHER,
      "evil.test", "bank.test" },
    { "<a href=https://evil.test/@bank.test>x</a>", 0, NULL, NULL },
    { "<a href=https://evil.test\\@bank.test/>https://bank.test</a>", OTHER, "evil.test",
      "bank.test" },
    { "<a href=https://xn--80ak6aa92e.com/>x</a>", ALIKE, "xn--80ak6aa92e.com", "" },
    { "<a href=https://p\xd0\xb0ypal.com/>x</a>", ALIKE, "xn--pypal-4ve.com", "" },
    { "<a href=https://m\xc3\xbcnchen.example/>m\xc3\xbcnchen.example</a>", 0, NULL, NULL },
    { "<a href=https://xn--mnchen-3ya.example/>m\xc3\xbcnchen.example</a>", 0, NULL, NULL },
    { "<a href=https://evil.test/>m\xc3\xbcnchen.example</a>", OTHER, "evil.test",
      "m\xc3\xbcnchen.example" },
    { "<a href=https://www.bank.test/>bank.test</a>", 0, NULL, NULL },
    { "<a href=https://bank.test/>www.bank.test</a>", 0, NULL, NULL },
    { "<a href=https://click.bank.test/x>https://bank.test</a>", 0, NULL, NULL },
    { "<a href=https://a.example.test/>b.example.test</a>", 0, NULL, NULL },
    { "<a href=https://evil.co.uk/>bank.co.uk</a>", OTHER, "evil.co.uk", "bank.co.uk" },
    { "<a href=https://bank.test./>bank.test</a>", 0, NULL, NULL },
    { "<a href=https://example.org/>report.pdf</a>", 0, NULL, NULL },
    { "<a href=https://example.org/>v1.2.3</a>", 0, NULL, NULL },
    { "<a href=https://example.org/>3.14</a>", 0, NULL, NULL },
    { "<a href=https://example.org/>and so on...</a>", 0, NULL, NULL },
    { "<a href=https://example.org/>a@bank.test</a>", 0, NULL, NULL },
    { "<a href=mailto:x@evil.test>https://bank.test</a>", 0, NULL, NULL },
    { "<a name=x>https://bank.test</a>", 0, NULL, NULL },
    { "<a href=javascript:x>https://bank.test</a>", 0, NULL, NULL },
    { "<a href=https://evil.test/></a>https://bank.test", 0, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (rows[i].html, -1);
      const LoftOddLink *link;

      g_test_message ("%s", rows[i].html);
      g_assert_cmpuint (clean->odd_links->len, ==, rows[i].oddities != 0);
      if (rows[i].oddities == 0)
        continue;
      link = g_ptr_array_index (clean->odd_links, 0);
      g_assert_cmphex (link->oddities, ==, rows[i].oddities);
      g_assert_cmpstr (link->target_host, ==, rows[i].target_host);
      g_assert_cmpstr (link->shown_host, ==, rows[i].shown_host);
    }
}

/* The web engine tells an address in its own writing. */
static void
test_keys (void)
{
  static const struct {
    const char *written;
    const char *told;
    gboolean same;
  } rows[] = {
    { "http://evil.test", "http://evil.test/", TRUE },
    { "HTTP://EVIL.test/A", "http://evil.test/A", TRUE },
    { "http://evil.test/A", "http://evil.test/a", FALSE },
    { "http://evil.test:80/", "http://evil.test/", TRUE },
    { "https://evil.test:443/x", "https://evil.test/x", TRUE },
    { "https://evil.test:80/x", "https://evil.test/x", FALSE },
    { "https://evil.test/a b", "https://evil.test/a%20b", TRUE },
    { "https://evil.test/a/../b", "https://evil.test/b", TRUE },
    { "https://evil.test\\a", "https://evil.test/a", TRUE },
    { "https://evil.test/\xc3\xb6?\xc3\xb6", "https://evil.test/%C3%B6?%C3%B6", TRUE },
    { "https://p\xd0\xb0ypal.com", "https://xn--pypal-4ve.com/", TRUE },
    { "https://%65vil.test/", "https://evil.test/", TRUE },
    { "https://evil.test/?a|b", "https://evil.test/?a|b", TRUE },
    { "https://evil.test/?a#b", "https://evil.test/?a#c", FALSE },
    { "https://a@evil.test/", "https://evil.test/", TRUE },
    { "https://evil.test/%dc", "https://evil.test/%dc", TRUE },
    { "https://evil.test/%", "https://evil.test/%", TRUE },
    { "mailto:a@b", "mailto:a@b", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *written = loft_html_link_key (rows[i].written);
      g_autofree char *told = loft_html_link_key (rows[i].told);

      g_test_message ("%s: %s, %s", rows[i].written, written, told);
      g_assert_true ((strcmp (written, told) == 0) == rows[i].same);
    }
}

#define SRC "src=https://t.test/o"

static void
test_images (void)
{
  static const struct {
    const char *html;
    guint n_remote, n_tracking;
  } rows[] = {
    { "<img " SRC ">", 1, 0 },
    { "<img " SRC " width=1 height=1>", 0, 1 },
    { "<img width='1px' " SRC " height=1>", 0, 1 },
    { "<img " SRC " width=0>", 0, 1 },
    { "<img " SRC " height=0>", 0, 1 },
    { "<img " SRC " width=3 height=3>", 0, 1 },
    { "<img " SRC " width=4 height=3>", 1, 0 },
    { "<img " SRC " width=1>", 1, 0 }, /* a line as high as it likes */
    { "<img " SRC " width=1 height=40>", 1, 0 },
    { "<img " SRC " width='1%' height='1%'>", 1, 0 },
    { "<img " SRC " style='width:1px;height:1px'>", 0, 1 },
    { "<img " SRC " style='WIDTH: 1px !important; Height : 1PX'>", 0, 1 },
    { "<img " SRC " style='width:1em;height:1em'>", 1, 0 },
    { "<img " SRC " style='max-height:0'>", 0, 1 },
    { "<img " SRC " style='display:none'>", 0, 1 },
    { "<img " SRC " style='display: none !important'>", 0, 1 },
    { "<img " SRC " style='visibility:hidden'>", 0, 1 },
    { "<img " SRC " style='opacity:0'>", 0, 1 },
    { "<img " SRC " style='opacity:0.5'>", 1, 0 },
    { "<img " SRC " style='line-height:1px;border-width:1px'>", 1, 0 },
    { "<img " SRC " width=600 style='width:100%;height:auto'>", 1, 0 },
    { "<img srcset='https://t.test/o 1x' width=1 height=1>", 0, 1 },
    { "<img src=cid:a width=1 height=1>", 0, 0 },
    { "<img src='data:image/gif;base64,R0lGOD' width=1 height=1>", 0, 0 },
    { "<td background=https://t.test/b>", 1, 0 },
    { "<img " SRC "><img " SRC " width=1 height=1><img " SRC " hidden>", 2, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftCleanHtml) clean = loft_html_clean (rows[i].html, -1);
      guint written = 0;

      g_test_message ("%s", rows[i].html);
      for (const char *p = clean->html; (p = strstr (p, "https://t.test/")) != NULL; p++)
        written++;
      g_assert_cmpuint (clean->n_remote, ==, rows[i].n_remote);
      g_assert_cmpuint (clean->n_tracking, ==, rows[i].n_tracking);
      g_assert_cmpuint (written, ==, rows[i].n_remote);
      g_assert_true (clean->has_remote_content == (rows[i].n_remote > 0));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html-facts/links", test_links);
  g_test_add_func ("/html-facts/keys", test_keys);
  g_test_add_func ("/html-facts/images", test_images);
  return g_test_run ();
}
