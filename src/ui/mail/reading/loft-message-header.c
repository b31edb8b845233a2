/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-header.h"

#include "config.h"
#include "loft-avatar.h"
#include "loft-category-pills.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-follow-up-text.h"
#include "loft-message-notice-text.h"
#include "loft-priority-look.h"
#include "loft-scroller-layout.h"
#include "loft-text.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHORT   3 /* recipients named in the short line */
#define MAX_DETAILS 50 /* and in the long one, until all are asked for */
#define MAX_KEPT    1000 /* that a row has of each kind */
#define MAX_LABEL   1000 /* bytes of a line that is wrapped or cut by its label */
#define MAX_FIELDS  (256 * 1024)
#define LONG_HEIGHT 180

struct _LoftMessageHeader {
  GtkWidget parent_instance;

  AdwClamp *clamp;
  GtkLabel *subject;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *date;
  GtkLabel *address;
  GtkWidget *recipients_button;
  GtkLabel *recipients;
  GtkImage *recipients_arrow;
  GtkRevealer *details;
  GtkGrid *details_grid;
  GtkWidget *fold;
  LoftCategoryPills *categories;
  GtkWidget *priority;
  GtkImage *priority_icon;
  GtkLabel *priority_text;
  GtkWidget *follow_up;
  GtkImage *follow_up_icon;
  GtkLabel *follow_up_text;

  LoftMessage *message;
  LoftMessageBody *body; /* (nullable) */
};

enum { FOLD, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageHeader, loft_message_header, GTK_TYPE_WIDGET)

/* (transfer full) as much as anybody reads of it. */
static char *
cut (const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_LABEL);

  return g_utf8_make_valid (start, -1);
}

static const char *
short_name (const LoftAddress *address, const char *own_address)
{
  if (own_address != NULL && g_ascii_strcasecmp (address->email, own_address) == 0)
    return C_ ("recipient", "me");
  return loft_address_label (address);
}

static void
append_names (GString *text, GPtrArray *addresses, const char *own_address, guint *n_named)
{
  for (guint i = 0; i < addresses->len && *n_named < MAX_SHORT; i++, (*n_named)++)
    {
      g_autofree char *name = cut (short_name (g_ptr_array_index (addresses, i), own_address));

      if (text->len > 0)
        g_string_append (text, C_ ("people", ", "));
      g_string_append (text, name);
    }
}

/* A row keeps no more: beyond, only who opened the message knows how many there are. */
static gboolean
may_be_more (LoftMessage *message, LoftMessageBody *body)
{
  return body == NULL && (message->to->len >= MAX_KEPT || message->cc->len >= MAX_KEPT);
}

static char *
recipients_text (LoftMessage *message, const char *own_address, LoftMessageBody *body)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_all = body == NULL ? message->to->len + message->cc->len : body->n_to + body->n_cc;
  guint n_named = 0;

  append_names (names, message->to, own_address, &n_named);
  append_names (names, message->cc, own_address, &n_named);
  if (n_all == 0)
    return g_strdup (_ ("Details"));
  if (may_be_more (message, body))
    /* Translators: the first recipients of a message, and how many others there are at least. */
    return g_strdup_printf (_ ("to %1$s and more than %2$'u others"), names->str, n_all - n_named);
  if (n_all > n_named)
    /* Translators: the first recipients of a message, and how many others there are. */
    return g_strdup_printf (ngettext ("to %1$s and %2$'u other", "to %1$s and %2$'u others",
                                      n_all - n_named),
                            names->str, n_all - n_named);
  return g_strdup_printf (C_ ("recipients", "to %s"), names->str);
}

static void fill_details (LoftMessageHeader *self);

static void
set_details_shown (LoftMessageHeader *self, gboolean shown)
{
  if (shown)
    fill_details (self);
  gtk_revealer_set_reveal_child (self->details, shown);
  gtk_image_set_from_icon_name (self->recipients_arrow,
                                shown ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->recipients_button),
                               GTK_ACCESSIBLE_STATE_EXPANDED, shown, -1);
}

static void
on_recipients_clicked (LoftMessageHeader *self)
{
  set_details_shown (self, !gtk_revealer_get_reveal_child (self->details));
}

static void
add_detail (LoftMessageHeader *self, int *row, const char *title, const char *value)
{
  GtkWidget *key = gtk_label_new (title);
  GtkWidget *text = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (key), 1);
  gtk_widget_set_valign (key, GTK_ALIGN_START);
  gtk_widget_add_css_class (key, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_focusable (text, FALSE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (self->details_grid, key, 0, *row, 1, 1);
  gtk_grid_attach (self->details_grid, text, 1, *row, 1, 1);
  (*row)++;
}

/* Thousands of lines, laid out as far as they are seen. */
static GtkWidget *
new_long_text (const char *text, gboolean monospace)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), monospace);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (view, "message-text");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, -1, LONG_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

/* In the place of the button that asked for it. */
static void
replace_in_grid (LoftMessageHeader *self, GtkWidget *button, GtkWidget *with)
{
  int column = 0, row = 0, width = 0, height = 0;

  gtk_grid_query_child (self->details_grid, button, &column, &row, &width, &height);
  gtk_grid_remove (self->details_grid, button);
  gtk_grid_attach (self->details_grid, with, column, row, width, height);
}

static char *
addresses_text (GPtrArray *addresses, guint from, guint to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    {
      g_autofree char *each = loft_address_to_text (g_ptr_array_index (addresses, i));

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_len (text, each, MIN (strlen (each), MAX_LABEL));
    }
  return g_utf8_make_valid (text->str, text->len);
}

static void
on_rest_clicked (LoftMessageHeader *self, GtkWidget *button)
{
  GPtrArray *addresses = g_object_get_data (G_OBJECT (button), "addresses");
  guint n_all = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "all"));
  g_autofree char *text = addresses_text (addresses, MAX_DETAILS, addresses->len);
  g_autofree char *rest = NULL;
  g_autofree char *both = NULL;

  if (n_all > addresses->len)
    rest = g_strdup_printf (ngettext ("and %'u more, which the header fields name",
                                      "and %'u more, which the header fields name",
                                      n_all - addresses->len),
                            n_all - addresses->len);
  both = rest == NULL ? g_strdup (text) : g_strdup_printf ("%s\n%s", text, rest);
  replace_in_grid (self, button, new_long_text (both, FALSE));
}

static void
on_fields_clicked (LoftMessageHeader *self, GtkWidget *button)
{
  gsize length = 0;
  const char *raw = g_bytes_get_data (self->body->raw, &length);
  const char *end = NULL;
  g_autofree char *text = NULL;

  length = MIN (length, MAX_FIELDS);
  end = g_strstr_len (raw, length, "\r\n\r\n");
  if (end == NULL)
    end = g_strstr_len (raw, length, "\n\n");
  text = loft_text_to_utf8 (raw, end == NULL ? length : (gsize) (end - raw));
  replace_in_grid (self, button, new_long_text (text, TRUE));
}

static GtkWidget *
add_button (LoftMessageHeader *self, int *row, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "small-text-button");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_grid_attach (self->details_grid, button, 1, (*row)++, 1, 1);
  return button;
}

static void
add_addresses (LoftMessageHeader *self, int *row, const char *title, GPtrArray *addresses,
               guint n_all)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  GtkWidget *button = NULL;
  guint n_more = 0;

  if (addresses == NULL || addresses->len == 0)
    return;
  text = addresses_text (addresses, 0, MIN (addresses->len, MAX_DETAILS));
  add_detail (self, row, title, text);
  if (addresses->len <= MAX_DETAILS)
    return;
  n_more = MAX (addresses->len, n_all) - MAX_DETAILS;
  label = g_strdup_printf (ngettext ("Show %'u More", "Show %'u More", n_more), n_more);
  button = add_button (self, row, label, G_CALLBACK (on_rest_clicked));
  g_object_set_data (G_OBJECT (button), "all", GUINT_TO_POINTER (n_all));
  g_object_set_data_full (G_OBJECT (button), "addresses", g_ptr_array_ref (addresses),
                          (GDestroyNotify) g_ptr_array_unref);
}

/* Only when they are looked at: most never are. */
static void
fill_details (LoftMessageHeader *self)
{
  LoftMessage *message = self->message;
  g_autofree char *date = loft_date_text_full (message->date);
  GtkWidget *child = NULL;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details_grid))) != NULL)
    gtk_grid_remove (self->details_grid, child);
  add_addresses (self, &row, C_ ("header", "From"), message->from, message->from->len);
  add_addresses (self, &row, C_ ("header", "Reply to"),
                 self->body == NULL ? NULL : self->body->reply_to, 0);
  add_addresses (self, &row, C_ ("header", "To"), message->to,
                 self->body == NULL ? message->to->len : self->body->n_to);
  add_addresses (self, &row, C_ ("header", "Cc"), message->cc,
                 self->body == NULL ? message->cc->len : self->body->n_cc);
  add_detail (self, &row, C_ ("header", "Date"), date);
  if (self->body != NULL)
    {
      g_autofree char *found = loft_message_notice_text_for_authentication (self->body);

      if (found != NULL)
        add_detail (self, &row, C_ ("header", "Sender"), found);
      add_button (self, &row, _ ("All Header Fields"), G_CALLBACK (on_fields_clicked));
    }
}

/* Once the message was opened its only address stands there without letters that deceive. */
static void
show_address (LoftMessageHeader *self)
{
  const LoftMessage *message = self->body->message;
  const LoftAddress *from = message->from->len == 1 ? g_ptr_array_index (message->from, 0) : NULL;
  g_autofree char *address = cut (self->body->sender->address);

  if (from == NULL || from->email[0] == '\0' || address[0] == '\0')
    return;
  gtk_label_set_text (from->name[0] != '\0' ? self->address : self->name, address);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), address);
}

static void
show_sender (LoftMessageHeader *self, LoftMessage *message)
{
  const LoftAddress *from = message->from->len == 0 ? NULL : g_ptr_array_index (message->from, 0);
  g_autofree char *first = cut (from == NULL ? _ ("Unknown Sender") : loft_address_label (from));
  g_autofree char *address = cut (from == NULL ? "" : from->email);
  g_autofree char *label = NULL;

  if (message->from->len > 1)
    label = g_strdup_printf (ngettext ("%1$s and %2$u other", "%1$s and %2$u others",
                                       message->from->len - 1),
                             first, message->from->len - 1);
  gtk_label_set_text (self->name, label != NULL ? label : first);
  loft_avatar_show (self->avatar, from);
  gtk_label_set_text (self->address, address);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), address);
  /* A name that is the address needs no second line saying it again. */
  gtk_widget_set_visible (GTK_WIDGET (self->address),
                          from != NULL && from->name[0] != '\0' && from->email[0] != '\0');
}

/* Rows that are older than what is kept of it do not know it: the opened message does. */
static void
show_priority (LoftMessageHeader *self, LoftMessage *message, LoftMessageBody *body)
{
  LoftPriority priority = body != NULL ? body->message->priority : message->priority;
  const char *words = loft_priority_look_describe (priority);

  gtk_widget_set_visible (self->priority, words != NULL);
  gtk_label_set_text (self->priority_text, words == NULL ? "" : words);
  loft_priority_look_show (self->priority_icon, priority);
}

static void
take (LoftMessageHeader *self, LoftMessage *message, LoftMessageBody *body)
{
  loft_message_ref (message);
  g_clear_pointer (&self->message, loft_message_unref);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->message = message;
  self->body = body == NULL ? NULL : loft_message_body_ref (body);
}

void
loft_message_header_set_message (LoftMessageHeader *self, LoftMessage *message,
                                 const char *own_address, LoftMessageBody *body)
{
  g_autofree char *recipients = recipients_text (message, own_address, body);
  g_autofree char *date = loft_date_text_medium (message->date, loft_clock_now ());
  g_autofree char *full = loft_date_text_full (message->date);
  g_autofree char *subject = cut (message->subject);
  gboolean same = self->message != NULL && self->message->id == message->id;

  loft_message_header_set_state (self, message->flags, message->keywords);
  gtk_label_set_text (self->subject, subject[0] == '\0' ? _ ("No Subject") : subject);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subject), subject);
  show_sender (self, message);
  show_priority (self, message, body);
  gtk_label_set_text (self->date, date);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->date), full);
  gtk_label_set_text (self->recipients, recipients);
  /* How many others there are is seen in a narrow column too. */
  gtk_label_set_ellipsize (self->recipients, message->to->len + message->cc->len > MAX_SHORT
                                               ? PANGO_ELLIPSIZE_MIDDLE
                                               : PANGO_ELLIPSIZE_END);
  take (self, message, body);
  if (body != NULL)
    show_address (self);
  set_details_shown (self, same && gtk_revealer_get_reveal_child (self->details));
}

static void
show_follow_up (LoftMessageHeader *self, LoftFlags flags, const char *keywords)
{
  gint64 now = loft_clock_now ();
  g_autofree char *text = NULL;
  g_autofree char *reminder = loft_follow_up_describe_reminder (keywords, now);
  LoftFollowUpState state = loft_follow_up_describe (flags, keywords, now, &text);

  gtk_widget_set_visible (self->follow_up, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->follow_up_text, text);
  gtk_widget_set_tooltip_text (self->follow_up,
                               state == LOFT_FOLLOW_UP_DONE_WITH ? NULL : reminder);
  gtk_image_set_from_icon_name (self->follow_up_icon, state == LOFT_FOLLOW_UP_DONE_WITH
                                                        ? "object-select-symbolic"
                                                        : "loft-flag-symbolic");
  if (state == LOFT_FOLLOW_UP_LATE)
    gtk_widget_add_css_class (self->follow_up, "late");
  else
    gtk_widget_remove_css_class (self->follow_up, "late");
}

void
loft_message_header_set_state (LoftMessageHeader *self, LoftFlags flags, const char *keywords)
{
  loft_category_pills_show (self->categories, keywords);
  show_follow_up (self, flags, keywords);
}

void
loft_message_header_set_in_card (LoftMessageHeader *self, gboolean in_card)
{
  gtk_widget_set_visible (GTK_WIDGET (self->subject), !in_card);
  gtk_widget_set_visible (self->fold, in_card);
}

static void
on_fold_clicked (LoftMessageHeader *self)
{
  g_signal_emit (self, signals[FOLD], 0);
}

static void
loft_message_header_dispose (GObject *object)
{
  LoftMessageHeader *self = LOFT_MESSAGE_HEADER (object);

  g_clear_pointer ((GtkWidget **) &self->clamp, gtk_widget_unparent);
  g_clear_pointer (&self->message, loft_message_unref);
  g_clear_pointer (&self->body, loft_message_body_unref);
  G_OBJECT_CLASS (loft_message_header_parent_class)->dispose (object);
}

static void
loft_message_header_class_init (LoftMessageHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_header_dispose;
  g_type_ensure (LOFT_TYPE_CATEGORY_PILLS);
  g_type_ensure (LOFT_TYPE_SCROLLER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "mail/reading/loft-message-header.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, avatar);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, name);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, date);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, address);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, recipients_arrow);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, details);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, details_grid);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, fold);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, categories);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, priority);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, priority_icon);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, priority_text);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, follow_up);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, follow_up_icon);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageHeader, follow_up_text);
  gtk_widget_class_bind_template_callback (widget_class, on_recipients_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_fold_clicked);
  signals[FOLD] = g_signal_new ("fold", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_message_header_init (LoftMessageHeader *self)
{
  int width = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  width = LOFT_READING_WIDTH * loft_ui_text_scale (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
}
