/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wbxml-builder.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

#define DEPTH_LIMIT    64
#define ELEMENTS_LIMIT 500000 /* that are in memory at once */
#define TEXT_LIMIT     (64 * 1024 * 1024)
#define SMALL          4096 /* content that is copied out of its buffer, which stays */

/* What an open element has besides children. */
typedef struct {
  GByteArray *content; /* (owned) (nullable) */
  gboolean has_opaque;
} Frame;

struct _LoftWbxmlBuilder {
  guint *tags; /* (owned) (nullable) 0-terminated */
  LoftWbxmlElementFunc func;
  gpointer user_data;
  GPtrArray *open; /* (owned) of LoftWbxmlElement, the root first */
  Frame frames[DEPTH_LIMIT];
  guint n_elements;
  guint handed_depth; /* of the open element that will be handed over; 0: none */
  guint n_elements_before; /* it */
  LoftWbxmlElement *root; /* (owned) (nullable) once it is complete */
};

/* ---- life --------------------------------------------------------------------------------- */

static guint *
copy_tags (const guint *tags)
{
  guint n = 0;

  if (tags == NULL)
    return NULL;
  while (tags[n] != 0)
    n++;
  return g_memdup2 (tags, (n + 1) * sizeof *tags);
}

LoftWbxmlBuilder *
loft_wbxml_builder_new (const guint *tags, LoftWbxmlElementFunc func, gpointer user_data)
{
  LoftWbxmlBuilder *self = g_new0 (LoftWbxmlBuilder, 1);

  self->tags = copy_tags (tags);
  self->func = func;
  self->user_data = user_data;
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_wbxml_element_free);
  return self;
}

void
loft_wbxml_builder_free (LoftWbxmlBuilder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->frames); i++)
    g_clear_pointer (&self->frames[i].content, g_byte_array_unref);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_clear_pointer (&self->root, loft_wbxml_element_free);
  g_clear_pointer (&self->tags, g_free);
  g_free (self);
}

guint
loft_wbxml_builder_get_depth (LoftWbxmlBuilder *self)
{
  return self->open->len;
}

LoftWbxmlElement *
loft_wbxml_builder_steal_root (LoftWbxmlBuilder *self)
{
  return g_steal_pointer (&self->root);
}

/* ---- what an element holds ---------------------------------------------------------------- */

static gboolean
append (LoftWbxmlBuilder *self, const guint8 *bytes, gsize length, gsize limit, GError **error)
{
  Frame *frame = &self->frames[self->open->len - 1];

  if (frame->content == NULL)
    frame->content = g_byte_array_new ();
  if (length > limit || frame->content->len > limit - length)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                   "WBXML: an element holds more than %" G_GSIZE_FORMAT " bytes", limit);
      return FALSE;
    }
  g_byte_array_append (frame->content, bytes, length);
  return TRUE;
}

gboolean
loft_wbxml_builder_add_text (LoftWbxmlBuilder *self, const guint8 *bytes, gsize length,
                             GError **error)
{
  return append (self, bytes, length, TEXT_LIMIT, error);
}

gboolean
loft_wbxml_builder_add_opaque (LoftWbxmlBuilder *self, const guint8 *bytes, gsize length,
                               GError **error)
{
  self->frames[self->open->len - 1].has_opaque = TRUE;
  return append (self, bytes, length, LOFT_WBXML_OPAQUE_LIMIT, error);
}

static gboolean
holds_bytes (guint tag)
{
  return tag == LOFT_EAS_COMPOSE_MAIL_MIME || tag == LOFT_EAS_AIRSYNCBASE_CONTENT ||
         tag == LOFT_EAS_EMAIL2_CONVERSATION_ID || tag == LOFT_EAS_EMAIL2_CONVERSATION_INDEX ||
         tag == LOFT_EAS_ITEM_OPERATIONS_CONVERSATION_ID || tag == LOFT_EAS_SEARCH_CONVERSATION_ID;
}

static GBytes *
take_bytes (Frame *frame)
{
  if (frame->content->len > SMALL)
    return g_byte_array_free_to_bytes (g_steal_pointer (&frame->content));
  return g_bytes_new (frame->content->data, frame->content->len);
}

static char *
take_text (Frame *frame)
{
  g_byte_array_append (frame->content, (const guint8 *) "", 1);
  if (frame->content->len <= SMALL)
    return g_memdup2 (frame->content->data, frame->content->len);
  return (char *) g_byte_array_free (g_steal_pointer (&frame->content), FALSE);
}

/* Eight bytes at a time: of most replies it is all that there is to look at. */
static gboolean
is_ascii (const GByteArray *content)
{
  guint64 all = 0;
  guint i = 0;

  for (; i + sizeof all <= content->len; i += sizeof all)
    {
      guint64 word;

      memcpy (&word, content->data + i, sizeof word);
      all |= word;
    }
  for (; i < content->len; i++)
    all |= content->data[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* Valid UTF-8 without NUL. */
static gboolean
is_valid_text (const GByteArray *content)
{
  if (content->len == 0)
    return TRUE;
  if (is_ascii (content))
    return memchr (content->data, '\0', content->len) == NULL;
  return g_utf8_validate_len ((const char *) content->data, content->len, NULL);
}

/* Text unless its tag or its bytes say otherwise. */
static void
settle_content (LoftWbxmlElement *element, Frame *frame)
{
  GByteArray *content = frame->content;
  gboolean has_opaque = frame->has_opaque;
  gboolean is_text;

  frame->has_opaque = FALSE;
  if (content == NULL)
    return;
  is_text = is_valid_text (content);
  if ((has_opaque && (holds_bytes (element->tag) || !is_text)) ||
      (!is_text && element->tag == LOFT_EAS_AIRSYNCBASE_DATA))
    element->bytes = take_bytes (frame);
  else if (!is_text)
    element->text = loft_text_to_utf8 ((const char *) content->data, content->len);
  else if (content->len > 0)
    element->text = take_text (frame);
  if (frame->content != NULL)
    g_byte_array_set_size (frame->content, 0);
}

/* ---- elements ----------------------------------------------------------------------------- */

static gboolean
is_wanted (LoftWbxmlBuilder *self, guint tag)
{
  for (const guint *wanted = self->tags; wanted != NULL && *wanted != 0; wanted++)
    if (*wanted == tag)
      return TRUE;
  return FALSE;
}

static gboolean
has_room (LoftWbxmlBuilder *self, GError **error)
{
  if (self->open->len >= DEPTH_LIMIT)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "WBXML: deeper than %d elements",
                 DEPTH_LIMIT);
  else if (self->n_elements >= ELEMENTS_LIMIT)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "WBXML: more than %d elements",
                 ELEMENTS_LIMIT);
  else
    return TRUE;
  return FALSE;
}

gboolean
loft_wbxml_builder_open (LoftWbxmlBuilder *self, guint tag, GError **error)
{
  if (!has_room (self, error))
    return FALSE;
  g_ptr_array_add (self->open, loft_wbxml_element_new (tag));
  if (self->handed_depth == 0 && is_wanted (self, tag))
    {
      self->handed_depth = self->open->len;
      self->n_elements_before = self->n_elements;
    }
  self->n_elements++;
  return TRUE;
}

static gboolean
hand_over (LoftWbxmlBuilder *self, LoftWbxmlElement *element, GError **error)
{
  self->handed_depth = 0;
  self->n_elements = self->n_elements_before;
  return self->func == NULL || self->func (element, self->open, self->user_data, error);
}

gboolean
loft_wbxml_builder_close (LoftWbxmlBuilder *self, GError **error)
{
  guint depth = self->open->len;
  g_autoptr (LoftWbxmlElement) element = g_ptr_array_steal_index (self->open, depth - 1);

  settle_content (element, &self->frames[depth - 1]);
  if (depth == self->handed_depth)
    {
      if (depth == 1)
        self->root = loft_wbxml_element_new (element->tag);
      return hand_over (self, element, error);
    }
  if (depth == 1)
    self->root = g_steal_pointer (&element);
  else
    loft_wbxml_element_take (g_ptr_array_index (self->open, depth - 2), g_steal_pointer (&element));
  return TRUE;
}
