/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-request.h"

#include <string.h>

#include "loft-dav-xml.h"

static LoftDavElement *
read_back (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  LoftDavElement *root = loft_dav_xml_read (body, &error);

  g_assert_no_error (error);
  return root;
}

static void
test_multiget (void)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (LoftDavElement) root = NULL;

  g_ptr_array_add (paths, (gpointer) "/a/0");
  g_ptr_array_add (paths, (gpointer) "/a/<1>&");
  g_ptr_array_add (paths, (gpointer) "/a/2");
  body = loft_dav_request_multiget (TRUE, paths, 1, 5, "4.0");
  root = read_back (body);
  g_assert_true (loft_dav_element_is (root, LOFT_DAV_NS_CARDDAV, "addressbook-multiget"));
  g_assert_cmpuint (loft_dav_element_get_n_children (root), ==, 3);
  g_assert_cmpstr (loft_dav_element_get_child (root, 1)->text->str, ==, "/a/<1>&");
  g_assert_cmpstr (loft_dav_element_get_attribute (
                     loft_dav_element_find (loft_dav_element_find (root, LOFT_DAV_NS_DAV, "prop"),
                                            LOFT_DAV_NS_CARDDAV, "address-data"),
                     "version"),
                   ==, "4.0");
}

static void
test_make (void)
{
  g_autoptr (GBytes) body =
    loft_dav_request_make_collection (LOFT_FOLDER_KIND_TASKS, "A & B", "#aabbcc");
  g_autoptr (LoftDavElement) root = read_back (body);
  const LoftDavElement *set = loft_dav_element_find (root, LOFT_DAV_NS_DAV, "set");
  const LoftDavElement *prop = loft_dav_element_find (set, LOFT_DAV_NS_DAV, "prop");
  const LoftDavElement *components =
    loft_dav_element_find (prop, LOFT_DAV_NS_CALDAV, "supported-calendar-component-set");
  g_autofree char *name = loft_dav_element_dup_text (prop, LOFT_DAV_NS_DAV, "displayname");
  g_autofree char *color = loft_dav_element_dup_text (prop, LOFT_DAV_NS_APPLE, "calendar-color");

  g_assert_true (loft_dav_element_is (root, LOFT_DAV_NS_CALDAV, "mkcalendar"));
  g_assert_cmpstr (name, ==, "A & B");
  g_assert_cmpstr (color, ==, "#AABBCCFF");
  g_assert_cmpuint (loft_dav_element_get_n_children (components), ==, 1);
  g_assert_cmpstr (loft_dav_element_get_attribute (loft_dav_element_get_child (components, 0),
                                                   "name"),
                   ==, "VTODO");
}

static void
test_make_book (void)
{
  g_autoptr (GBytes) body =
    loft_dav_request_make_collection (LOFT_FOLDER_KIND_CONTACTS, "People", "");
  g_autoptr (LoftDavElement) root = read_back (body);
  const LoftDavElement *set = loft_dav_element_find (root, LOFT_DAV_NS_DAV, "set");
  const LoftDavElement *prop = loft_dav_element_find (set, LOFT_DAV_NS_DAV, "prop");

  g_assert_true (loft_dav_element_is (root, LOFT_DAV_NS_DAV, "mkcol"));
  g_assert_nonnull (
    loft_dav_element_find (loft_dav_element_find (prop, LOFT_DAV_NS_DAV, "resourcetype"),
                           LOFT_DAV_NS_CARDDAV, "addressbook"));
  g_assert_null (loft_dav_element_find (prop, LOFT_DAV_NS_INFIT, "addressbook-color"));
}

static void
test_others (void)
{
  static const LoftDavName names[] = { { LOFT_DAV_NS_DAV, "getetag" },
                                       { LOFT_DAV_NS_SERVER, "getctag" },
                                       { NULL, NULL } };
  g_autoptr (GBytes) propfind = loft_dav_request_propfind (names);
  g_autoptr (GBytes) sync = loft_dav_request_sync_collection ("a&b");
  g_autoptr (GBytes) patch = loft_dav_request_set_property (LOFT_DAV_NS_DAV, "displayname", "]]>");
  g_autoptr (LoftDavElement) asked = read_back (propfind);
  g_autoptr (LoftDavElement) synced = read_back (sync);
  g_autoptr (LoftDavElement) patched = read_back (patch);
  g_autofree char *token = loft_dav_element_dup_text (synced, LOFT_DAV_NS_DAV, "sync-token");

  g_assert_nonnull (loft_dav_element_find (loft_dav_element_find (asked, LOFT_DAV_NS_DAV, "prop"),
                                           LOFT_DAV_NS_SERVER, "getctag"));
  g_assert_cmpstr (token, ==, "a&b");
  g_assert_true (loft_dav_element_is (patched, LOFT_DAV_NS_DAV, "propertyupdate"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dav-request/multiget", test_multiget);
  g_test_add_func ("/dav-request/make", test_make);
  g_test_add_func ("/dav-request/make-book", test_make_book);
  g_test_add_func ("/dav-request/others", test_others);
  return g_test_run ();
}
