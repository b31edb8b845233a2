/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-identity.h"

#include <string.h>

#define BASE "From: a@example.test\r\nSubject: x\r\n y\r\n"

static char *
digest (const char *block)
{
  return loft_mime_identity_digest (block, strlen (block));
}

static const struct {
  const char *block;
  gboolean same; /* as BASE */
} blocks[] = {
  { BASE, TRUE },
  { BASE "\r\n", TRUE },
  { "From: a@example.test\nSubject: x\n y\n", TRUE },
  { "Status: RO\r\n" BASE "X-UIDL: abc\r\n", TRUE },
  { BASE "Content-Length: 12\r\nX-Status: A\r\nLines: 3\r\n", TRUE },
  { "X-Keywords: \r\nX-IMAPbase: 1 2\r\n\tmore\r\n" BASE, TRUE },
  { "From: a@example.test\r\nSubject: x\r\n z\r\n", FALSE },
  { BASE "Received: by b; Mon, 1 Jan 2024 00:00:00 +0000\r\n", FALSE },
  { "Subject: x\r\n y\r\nFrom: a@example.test\r\n", FALSE },
  { "", FALSE },
};

static void
test_digest (void)
{
  g_autofree char *base = digest (BASE);

  g_assert_cmpuint (strlen (base), ==, 32);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *other = digest (blocks[i].block);

      g_assert_cmpint (strcmp (base, other) == 0, ==, blocks[i].same);
    }
}

static const struct {
  const char *block;
  gint64 received;
} dates[] = {
  { "Received: from a by b; Mon, 1 Jan 2024 00:00:10 +0000\r\nReceived: x; Sun, 31 Dec 2023\r\n",
    1704067210 },
  { "Received: from a by b (x;y)\r\n for <c>;\r\n\tMon, 1 Jan 2024 01:00:10 +0100\r\n",
    1704067210 },
  { "Received: from a by b\r\n", 0 },
  { "Received: from a by b; never\r\n", 0 },
  { "Received: from a by b; Thu, 1 Jan 1970 00:00:10 +0000\r\n", 0 },
  { "Date: Mon, 1 Jan 2024 00:00:10 +0000\r\n", 0 },
  { "", 0 },
};

static void
test_received (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    g_assert_cmpint (loft_mime_identity_received (dates[i].block, strlen (dates[i].block)), ==,
                     dates[i].received);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime-identity/digest", test_digest);
  g_test_add_func ("/mime-identity/received", test_received);
  return g_test_run ();
}
