/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-dav-element.h"

G_BEGIN_DECLS

/* XML read as it comes: a document type ends it, and with it every entity of its own; so does too deep
 * or too much. Pure; one thread. */
typedef struct _LoftDavXml LoftDavXml;

typedef struct {
  /* Each FALSE ends the reading with error. attributes as of LoftDavElement (transfer full)
   * (nullable). */
  gboolean (*begin) (const char *space, const char *name, GHashTable *attributes,
                     gpointer user_data, GError **error);
  gboolean (*end)   (gpointer user_data, GError **error);
  gboolean (*text)  (const char *text, gsize length, gpointer user_data, GError **error);
} LoftDavXmlSink;

LoftDavXml *loft_dav_xml_new  (const LoftDavXmlSink *sink, gpointer user_data);
void        loft_dav_xml_free (LoftDavXml *self);

/* LOFT_ERROR_PROTOCOL, _LIMIT, or what the sink says. */
gboolean loft_dav_xml_feed (LoftDavXml *self, const guint8 *bytes, gsize length, GError **error);
gboolean loft_dav_xml_end  (LoftDavXml *self, GError **error);

/* (transfer full) A short document as a whole (an error's, a principal's). */
LoftDavElement *loft_dav_xml_read (GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDavXml, loft_dav_xml_free)

G_END_DECLS
