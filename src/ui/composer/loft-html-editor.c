/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

#include "config.h"
#include "loft-draft-html.h"
#include "loft-spelling.h"

#include <glib/gi18n.h>

#define SCRIPT     "/org/loftmail/Loft/ui/composer/loft-html-editor.js"
#define MIN_HEIGHT 60
#define N_SAME     2
#define MAX_HEIGHT 6000

enum { READY, CARET_MOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void implement_editor (LoftEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftHtmlEditor, loft_html_editor, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_EDITOR, implement_editor))

void
loft_html_editor_tell_changed (LoftHtmlEditor *self)
{
  g_signal_emit_by_name (self, "changed");
}

void
loft_html_editor_tell_failure (LoftHtmlEditor *self, const char *text)
{
  g_signal_emit_by_name (self, "failed", text);
}

void
loft_html_editor_run (LoftHtmlEditor *self, const char *code, const char *name, const char *value)
{
  GVariantDict arguments;

  if (!self->is_ready)
    return;
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "name", "s", name != NULL ? name : "");
  g_variant_dict_insert (&arguments, "value", "s", value != NULL ? value : "");
  loft_webkit.web_view_call_async_javascript_function (self->web_view, code, -1,
                                                       g_variant_dict_end (&arguments),
                                                       LOFT_HTML_EDITOR_WORLD, NULL, NULL, NULL,
                                                       NULL);
}

/* Loading */

static void settle_all (LoftHtmlEditor *self);
static void ask (LoftHtmlEditor *self);

static void
load (LoftHtmlEditor *self)
{
  g_autofree char *page = NULL;
  g_autofree char *uri = NULL;

  if (self->web_view == NULL || self->html == NULL || !loft_html_engine_prepare (self->engine))
    return;
  if (!loft_html_engine_use_filter (self->engine, self->web_view, FALSE))
    {
      g_autofree char *why = loft_html_engine_take_problem (self->engine);

      loft_html_editor_tell_failure (self, _ ("The text cannot be shown with its formatting"));
      self->is_broken = TRUE;
      settle_all (self);
      return;
    }
  self->is_ready = FALSE;
  page = loft_html_editor_build_page (self);
  uri = g_strdup_printf ("about:blank?%u", ++self->n_loads);
  g_free (self->own_uri);
  self->own_uri = g_strdup (uri);
  loft_webkit.web_view_load_html (self->web_view, page, uri);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autoptr (JSCValue) value =
    loft_webkit.web_view_evaluate_javascript_finish ((WebKitWebView *) source, result, NULL);

  if (self->web_view == NULL || value == NULL)
    return;
  self->is_ready = TRUE;
  if (self->is_quote)
    loft_html_editor_run (self, "loft.prune ()", NULL, NULL);
  self->is_quote = FALSE;
  for (guint i = 0; i < self->settling->len; i++)
    ask (self);
  g_signal_emit (self, signals[READY], 0);
}

static void
on_load_changed (LoftHtmlEditor *self, WebKitLoadEvent event)
{
  g_autoptr (GBytes) script = NULL;

  if (event != WEBKIT_LOAD_FINISHED || self->html == NULL)
    return;
  script = g_resources_lookup_data (SCRIPT, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  loft_webkit.web_view_evaluate_javascript (self->web_view, g_bytes_get_data (script, NULL),
                                            (gssize) g_bytes_get_size (script),
                                            LOFT_HTML_EDITOR_WORLD, NULL, NULL, on_started,
                                            g_object_ref (self));
}

/* What was told is still here. */
static void
on_terminated (LoftHtmlEditor *self)
{
  self->is_ready = FALSE;
  settle_all (self);
  load (self);
}

/* A page that keeps its process busy for seconds would keep the person, too. */
static void
on_responsive_changed (LoftHtmlEditor *self)
{
  if (!loft_webkit.web_view_get_is_web_process_responsive (self->web_view))
    loft_html_engine_end_process (self->engine, self->web_view);
}

/* What the page tells */

/* Whether it is new. */
static gboolean
take_html (LoftHtmlEditor *self, JSCValue *value)
{
  g_autofree char *html = loft_webkit.value_to_string (value);

  if (html == NULL || g_strcmp0 (html, self->html) == 0)
    return FALSE;
  g_free (self->html);
  self->html = g_steal_pointer (&html);
  return TRUE;
}

static void
on_html_told (LoftHtmlEditor *self, JSCValue *value)
{
  take_html (self, value);
}

/* It is told again when the text is known: what was kept in between is older. */
static void
on_changed_html_told (LoftHtmlEditor *self, JSCValue *value)
{
  if (take_html (self, value))
    loft_html_editor_tell_changed (self);
}

static void
on_state_told (LoftHtmlEditor *self, JSCValue *value)
{
  g_autofree char *state = loft_webkit.value_to_string (value);

  if (state == NULL)
    return;
  loft_html_editor_take_state (self, state);
  g_signal_emit (self, signals[CARET_MOVED], 0);
}

static void
on_height_told (LoftHtmlEditor *self, JSCValue *value)
{
  double told = loft_webkit.value_is_number (value) ? loft_webkit.value_to_double (value) : 0;
  int height = (int) CLAMP (told, MIN_HEIGHT, MAX_HEIGHT);

  if (height == self->height)
    return;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
loft_html_editor_listen (LoftHtmlEditor *self, const char *name, GCallback callback)
{
  WebKitUserContentManager *manager =
    loft_webkit.web_view_get_user_content_manager (self->web_view);
  g_autofree char *signal = g_strconcat ("script-message-received::", name, NULL);

  g_signal_connect_object (manager, signal, callback, self, G_CONNECT_SWAPPED);
  loft_webkit.user_content_manager_register_script_message_handler (manager, name,
                                                                    LOFT_HTML_EDITOR_WORLD);
}

/* Pictures */

static void
answer_picture (GtkWidget *owner, WebKitURISchemeRequest *request)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (owner);
  const char *uri = loft_webkit.uri_scheme_request_get_uri (request);
  g_autofree char *id = g_uri_unescape_string (uri + strlen ("cid:"), NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; id != NULL && i < self->pictures->len; i++)
    {
      const LoftDraftPart *part = g_ptr_array_index (self->pictures, i);
      g_autoptr (GInputStream) stream = NULL;

      if (g_strcmp0 (part->content_id, id) != 0)
        continue;
      stream = g_memory_input_stream_new_from_bytes (part->data);
      loft_webkit.uri_scheme_request_finish (request, stream,
                                             (gint64) g_bytes_get_size (part->data),
                                             part->content_type);
      return;
    }
  error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such picture in this message");
  loft_webkit.uri_scheme_request_finish_error (request, error);
}

/* Content */

static LoftDraftPart *
copy_part (const LoftDraftPart *part)
{
  return loft_draft_part_new (part->name, part->content_type, part->content_id, part->data);
}

void
loft_html_editor_set_html (LoftHtmlEditor *self, const char *html, GPtrArray *parts,
                           gboolean is_quote)
{
  g_ptr_array_set_size (self->pictures, 0);
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (self->pictures, copy_part (g_ptr_array_index (parts, i)));
  g_free (self->html);
  self->html = loft_draft_html_clean (html, self->pictures, 0);
  self->is_quote = is_quote;
  load (self);
}

static char *
get_html (LoftEditor *editor, GPtrArray *pictures)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (editor);
  g_autoptr (GPtrArray) shown = NULL;
  g_autofree char *html =
    loft_draft_html_clean (self->html != NULL ? self->html : "", self->pictures, 0);

  shown = loft_draft_html_choose_parts (html, self->pictures, NULL);
  for (guint i = 0; pictures != NULL && i < shown->len; i++)
    g_ptr_array_add (pictures, copy_part (g_ptr_array_index (shown, i)));
  return g_steal_pointer (&html);
}

static char *
get_text (LoftEditor *editor)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (editor);

  return loft_draft_html_to_text (self->html != NULL ? self->html : "");
}

gboolean
loft_html_editor_has_formatting (LoftHtmlEditor *self)
{
  g_autofree char *html = get_html (LOFT_EDITOR (self), NULL);
  g_autofree char *text = loft_draft_html_to_text (html);
  g_autofree char *plain = loft_draft_html_from_text (text);
  g_auto (GStrv) tags = g_strsplit (html, "<", -1);

  if (g_str_equal (html, plain))
    return FALSE;
  for (guint i = 1; tags[0] != NULL && tags[i] != NULL; i++)
    {
      const char *name = tags[i][0] == '/' ? tags[i] + 1 : tags[i];

      if (!g_str_has_prefix (name, "div") && !g_str_has_prefix (name, "br") &&
          !g_str_has_prefix (name, "blockquote") && !g_str_has_prefix (name, "p>"))
        return TRUE;
    }
  return FALSE;
}

static void
insert_text (LoftEditor *editor, const char *text)
{
  g_autofree char *html = loft_draft_html_from_text (text);

  loft_html_editor_insert_html (LOFT_HTML_EDITOR (editor), html);
}

void
loft_html_editor_insert_html (LoftHtmlEditor *self, const char *html)
{
  loft_html_editor_run (self, "loft.insert (value)", NULL, html);
}

void
loft_html_editor_set_signature (LoftHtmlEditor *self, const char *signature, const char *html)
{
  g_autofree char *block = loft_draft_html_signature (signature, html, self->pictures);

  loft_html_editor_run (self, "loft.signature (value)", NULL, block);
}

static void
use_languages (LoftHtmlEditor *self)
{
  LoftSpelling *spelling = loft_spelling_get ();
  WebKitWebContext *context = NULL;

  g_object_get (self->web_view, "web-context", &context, NULL);
  loft_webkit.web_context_set_spell_checking_enabled (context, spelling != NULL);
  if (spelling != NULL)
    loft_webkit.web_context_set_spell_checking_languages (context,
                                                          loft_spelling_get_languages (spelling));
  g_object_unref (context);
}

static void
check_spelling (LoftEditor *editor)
{
  use_languages (LOFT_HTML_EDITOR (editor));
}

/* Settling */

typedef struct {
  LoftEditorSettled settled;
  gpointer data;
  guint n_same; /* answers one after the other */
} Settling;

static void
settle_first (LoftHtmlEditor *self)
{
  g_autofree Settling *each = g_ptr_array_steal_index (self->settling, 0);

  each->settled (each->data);
}

static void
settle_all (LoftHtmlEditor *self)
{
  while (self->settling->len > 0)
    settle_first (self);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftHtmlEditor) self = data;
  g_autoptr (JSCValue) value =
    loft_webkit.web_view_evaluate_javascript_finish ((WebKitWebView *) source, result, NULL);
  Settling *first = self->settling->len > 0 ? g_ptr_array_index (self->settling, 0) : NULL;

  if (first == NULL)
    return;
  if (value != NULL && take_html (self, value))
    first->n_same = 0;
  else
    first->n_same++;
  if (value == NULL || first->n_same >= N_SAME)
    settle_first (self);
  else
    ask (self);
}

/* A question overtakes keys that WebKit has not handed to the page yet: one at a time goes there, each
 * waits for its answer. So it is asked until the answers are the same. */
static void
ask (LoftHtmlEditor *self)
{
  loft_webkit.web_view_evaluate_javascript (self->web_view, "loft.html ()", -1,
                                            LOFT_HTML_EDITOR_WORLD, NULL, NULL, on_asked,
                                            g_object_ref (self));
}

static void
settle (LoftEditor *editor, LoftEditorSettled settled, gpointer data)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (editor);
  Settling *each = g_new0 (Settling, 1);

  each->settled = settled;
  each->data = data;
  g_ptr_array_add (self->settling, each);
  if (self->is_ready)
    ask (self);
  else if (self->is_broken)
    settle_all (self);
}

static void
implement_editor (LoftEditorInterface *iface)
{
  iface->get_text = get_text;
  iface->get_html = get_html;
  iface->insert_text = insert_text;
  iface->check_spelling = check_spelling;
  iface->settle = settle;
}

/* Widget */

GtkWidget *
loft_html_editor_get_web_view (LoftHtmlEditor *self)
{
  return (GtkWidget *) self->web_view;
}

gboolean
loft_html_editor_is_ready (LoftHtmlEditor *self)
{
  return self->is_ready;
}

GActionGroup *
loft_html_editor_get_actions (LoftHtmlEditor *self)
{
  return G_ACTION_GROUP (self->actions);
}

static gboolean
loft_html_editor_grab_focus (GtkWidget *widget)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (widget);

  return self->web_view != NULL && gtk_widget_grab_focus ((GtkWidget *) self->web_view);
}

/* As high as its content wherever there is room; beyond it scrolls in itself. */
static void
loft_html_editor_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (widget);

  *minimum_baseline = *natural_baseline = -1;
  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? self->height : 0;
}

static void
loft_html_editor_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (widget);

  if (self->web_view != NULL)
    gtk_widget_allocate ((GtkWidget *) self->web_view, width, height, baseline, NULL);
}

static void
loft_html_editor_dispose (GObject *object)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (object);

  self->is_ready = FALSE;
  settle_all (self);
  g_clear_pointer ((GtkWidget **) &self->web_view, gtk_widget_unparent);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (loft_html_editor_parent_class)->dispose (object);
}

static void
loft_html_editor_finalize (GObject *object)
{
  LoftHtmlEditor *self = LOFT_HTML_EDITOR (object);

  g_clear_object (&self->actions);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->settling);
  g_free (self->html);
  g_free (self->own_uri);
  g_free (self->link);
  g_free (self->selected);
  G_OBJECT_CLASS (loft_html_editor_parent_class)->finalize (object);
}

static void
loft_html_editor_class_init (LoftHtmlEditorClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_html_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_html_editor_finalize;
  GTK_WIDGET_CLASS (klass)->measure = loft_html_editor_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = loft_html_editor_size_allocate;
  GTK_WIDGET_CLASS (klass)->grab_focus = loft_html_editor_grab_focus;
  signals[READY] =
    g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CARET_MOVED] =
    g_signal_new ("caret-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_html_editor_init (LoftHtmlEditor *self)
{
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_draft_part_free);
  self->settling = g_ptr_array_new_with_free_func (g_free);
  self->link = g_strdup ("");
  self->selected = g_strdup ("");
  self->height = MIN_HEIGHT;
}

static void
make_web_view (LoftHtmlEditor *self)
{
  GObject *view = NULL;

  self->engine = loft_html_engine_get_for_writing ();
  g_signal_connect_object (self->engine, "filters-ready", G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  self->web_view = loft_html_engine_new_view (self->engine, GTK_WIDGET (self));
  loft_html_engine_answer_pictures (GTK_WIDGET (self), answer_picture);
  loft_webkit.web_view_set_editable (self->web_view, TRUE);
  view = G_OBJECT (self->web_view);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "web-process-terminated", G_CALLBACK (on_terminated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::is-web-process-responsive",
                           G_CALLBACK (on_responsive_changed), self, G_CONNECT_SWAPPED);
  loft_html_editor_guard (self);
  loft_html_editor_listen (self, "loftChanged", G_CALLBACK (loft_html_editor_tell_changed));
  loft_html_editor_listen (self, "loftHtml", G_CALLBACK (on_changed_html_told));
  loft_html_editor_listen (self, "loftPruned", G_CALLBACK (on_html_told));
  loft_html_editor_listen (self, "loftState", G_CALLBACK (on_state_told));
  loft_html_editor_listen (self, "loftHeight", G_CALLBACK (on_height_told));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->web_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Message text"), -1);
  gtk_widget_set_parent ((GtkWidget *) self->web_view, GTK_WIDGET (self));
}

GtkWidget *
loft_html_editor_new (const char **why)
{
  const char *problem = loft_webkit_load ();
  LoftHtmlEditor *self = NULL;

  if (why != NULL)
    *why = problem;
  if (problem != NULL)
    return NULL;
  self = g_object_new (LOFT_TYPE_HTML_EDITOR, NULL);
  make_web_view (self);
  loft_html_editor_add_actions (self);
  loft_html_editor_watch_paste (self);
  loft_html_editor_pass_scroll (self);
  use_languages (self);
  loft_html_editor_follow_theme (self);
  return GTK_WIDGET (self);
}
