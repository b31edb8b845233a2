/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-href.h"

static void
test_path (void)
{
  static const struct {
    const char *base;
    const char *href;
    const char *path;
  } rows[] = {
    { "https://h/a/", "/a/b.ics", "/a/b.ics" },
    { "https://h/a/", "https://h/a/b.ics", "/a/b.ics" },
    { "https://h/a/", "https://H:443/a/b.ics", "/a/b.ics" },
    { "https://h/a/", "b.ics", "/a/b.ics" },
    { "https://h/a/", "/a%40b/%7ec/", "/a@b/~c/" },
    { "https://h/a/", "/a@b/~c/", "/a@b/~c/" },
    { "https://h/a/", "/a b/", "/a%20b/" },
    { "https://h/a/", "/\xc3\xa9/", "/%C3%A9/" },
    { "https://h/a/", "/%c3%a9/", "/%C3%A9/" },
    { "https://h/a/", "/a%2Fb", "/a%2Fb" },
    { "https://h/a/", "/a%2fb", "/a%2Fb" },
    { "https://h/a/", "/100%/x", "/100%25/x" },
    { "https://h/a/", "/a/../b/./c", "/b/c" },
    { "https://h/a/", "//a/b", "/a/b" },
    { "https://h/a/", "http://h/a/b", "/a/b" },
    { "https://h/a/", "  /a/b\n", "/a/b" },
    { "https://h:8443/a/", "https://h:8443/a/b", "/a/b" },
    { "https://h/a/", "/a/b?c", "/a/b%3Fc" },
    { "https://h/a/", "https://h", "/" },
    { "https://h/a/", "https://other/a/b", NULL },
    { "https://h:8443/a/", "https://h/a/b", NULL },
    { "https://h/a/", "ftp://h/a", NULL },
    { "https://h/a/", "", NULL },
    { "https://h/a/", "mailto:a@b", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = loft_dav_href_to_path (rows[i].base, rows[i].href);
      g_autofree char *again = NULL;

      g_test_message ("%s", rows[i].href);
      g_assert_cmpstr (path, ==, rows[i].path);
      if (path == NULL)
        continue;
      again = loft_dav_href_to_path (rows[i].base, path);
      g_assert_cmpstr (again, ==, path);
    }
}

static void
test_url (void)
{
  static const struct {
    const char *href;
    const char *url;
  } rows[] = {
    { "/b/", "https://h:8443/b/" },         { "https://other/b/", "https://other/b/" },
    { "http://h/b/", "https://h:8443/b/" }, { "https://u:p@other/b/", NULL },
    { "file:///etc/passwd", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *url = loft_dav_href_to_url ("https://h:8443/a/", rows[i].href);

      g_assert_cmpstr (url, ==, rows[i].url);
    }
}

static void
test_member (void)
{
  g_assert_true (loft_dav_href_is_member ("/a/", "/a/b"));
  g_assert_true (loft_dav_href_is_member ("/a/", "/a/b/"));
  g_assert_true (loft_dav_href_is_member ("/a", "/a/b"));
  g_assert_false (loft_dav_href_is_member ("/a/", "/a/"));
  g_assert_false (loft_dav_href_is_member ("/a/", "/a"));
  g_assert_false (loft_dav_href_is_member ("/a/", "/a/b/c"));
  g_assert_false (loft_dav_href_is_member ("/a", "/ab/c"));
  g_assert_false (loft_dav_href_is_member ("/a/", "/b/a"));
}

static void
test_name (void)
{
  g_autofree char *name = loft_dav_href_dup_name ("/a/b%20c%C3%A9/");
  g_autofree char *bad = loft_dav_href_dup_name ("/a/%FF/");
  g_autofree char *root = loft_dav_href_dup_name ("/");
  g_autofree char *path = loft_dav_href_append ("/a/", "x/y z.ics");

  g_assert_cmpstr (name, ==, "b c\xc3\xa9");
  g_assert_true (g_utf8_validate (bad, -1, NULL));
  g_assert_cmpstr (root, ==, "");
  g_assert_cmpstr (path, ==, "/a/x%2Fy%20z.ics");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dav-href/path", test_path);
  g_test_add_func ("/dav-href/url", test_url);
  g_test_add_func ("/dav-href/member", test_member);
  g_test_add_func ("/dav-href/name", test_name);
  return g_test_run ();
}
