/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder.h"

#include <string.h>

static const char *const role_names[] = {
  NULL, "inbox", "drafts", "sent", "archive", "junk", "trash", "flagged", "all", "outbox",
};

/* Case-folded names, by role, as servers and clients of the past created them. */
static const struct {
  LoftFolderRole role;
  const char *name;
} known_names[] = {
  { LOFT_FOLDER_ROLE_INBOX, "inbox" },
  { LOFT_FOLDER_ROLE_DRAFTS, "drafts" },
  { LOFT_FOLDER_ROLE_DRAFTS, "draft" },
  { LOFT_FOLDER_ROLE_DRAFTS, "entwürfe" },
  { LOFT_FOLDER_ROLE_DRAFTS, "brouillons" },
  { LOFT_FOLDER_ROLE_DRAFTS, "borradores" },
  { LOFT_FOLDER_ROLE_DRAFTS, "bozze" },
  { LOFT_FOLDER_ROLE_DRAFTS, "concepten" },
  { LOFT_FOLDER_ROLE_DRAFTS, "koncepty" },
  { LOFT_FOLDER_ROLE_DRAFTS, "rascunhos" },
  { LOFT_FOLDER_ROLE_DRAFTS, "szkice" },
  { LOFT_FOLDER_ROLE_DRAFTS, "черновики" },
  { LOFT_FOLDER_ROLE_DRAFTS, "下書き" },
  { LOFT_FOLDER_ROLE_DRAFTS, "草稿" },
  { LOFT_FOLDER_ROLE_SENT, "sent" },
  { LOFT_FOLDER_ROLE_SENT, "sent items" },
  { LOFT_FOLDER_ROLE_SENT, "sent mail" },
  { LOFT_FOLDER_ROLE_SENT, "sent messages" },
  { LOFT_FOLDER_ROLE_SENT, "gesendet" },
  { LOFT_FOLDER_ROLE_SENT, "gesendete elemente" },
  { LOFT_FOLDER_ROLE_SENT, "gesendete objekte" },
  { LOFT_FOLDER_ROLE_SENT, "envoyés" },
  { LOFT_FOLDER_ROLE_SENT, "éléments envoyés" },
  { LOFT_FOLDER_ROLE_SENT, "messages envoyés" },
  { LOFT_FOLDER_ROLE_SENT, "enviados" },
  { LOFT_FOLDER_ROLE_SENT, "elementos enviados" },
  { LOFT_FOLDER_ROLE_SENT, "inviati" },
  { LOFT_FOLDER_ROLE_SENT, "posta inviata" },
  { LOFT_FOLDER_ROLE_SENT, "verzonden" },
  { LOFT_FOLDER_ROLE_SENT, "verzonden items" },
  { LOFT_FOLDER_ROLE_SENT, "odeslaná pošta" },
  { LOFT_FOLDER_ROLE_SENT, "odeslané" },
  { LOFT_FOLDER_ROLE_SENT, "itens enviados" },
  { LOFT_FOLDER_ROLE_SENT, "wysłane" },
  { LOFT_FOLDER_ROLE_SENT, "отправленные" },
  { LOFT_FOLDER_ROLE_SENT, "送信済み" },
  { LOFT_FOLDER_ROLE_SENT, "已发送" },
  { LOFT_FOLDER_ROLE_ARCHIVE, "archive" },
  { LOFT_FOLDER_ROLE_ARCHIVE, "archives" },
  { LOFT_FOLDER_ROLE_ARCHIVE, "archiv" },
  { LOFT_FOLDER_ROLE_ARCHIVE, "archivo" },
  { LOFT_FOLDER_ROLE_ARCHIVE, "archivio" },
  { LOFT_FOLDER_ROLE_JUNK, "junk" },
  { LOFT_FOLDER_ROLE_JUNK, "junk e-mail" },
  { LOFT_FOLDER_ROLE_JUNK, "junk email" },
  { LOFT_FOLDER_ROLE_JUNK, "spam" },
  { LOFT_FOLDER_ROLE_JUNK, "bulk mail" },
  { LOFT_FOLDER_ROLE_JUNK, "unerwünscht" },
  { LOFT_FOLDER_ROLE_JUNK, "indésirables" },
  { LOFT_FOLDER_ROLE_JUNK, "courrier indésirable" },
  { LOFT_FOLDER_ROLE_JUNK, "correo no deseado" },
  { LOFT_FOLDER_ROLE_JUNK, "posta indesiderata" },
  { LOFT_FOLDER_ROLE_JUNK, "ongewenste e-mail" },
  { LOFT_FOLDER_ROLE_JUNK, "nevyžádaná pošta" },
  { LOFT_FOLDER_ROLE_JUNK, "спам" },
  { LOFT_FOLDER_ROLE_TRASH, "trash" },
  { LOFT_FOLDER_ROLE_TRASH, "deleted" },
  { LOFT_FOLDER_ROLE_TRASH, "deleted items" },
  { LOFT_FOLDER_ROLE_TRASH, "deleted messages" },
  { LOFT_FOLDER_ROLE_TRASH, "bin" },
  { LOFT_FOLDER_ROLE_TRASH, "papierkorb" },
  { LOFT_FOLDER_ROLE_TRASH, "gelöschte elemente" },
  { LOFT_FOLDER_ROLE_TRASH, "gelöschte objekte" },
  { LOFT_FOLDER_ROLE_TRASH, "corbeille" },
  { LOFT_FOLDER_ROLE_TRASH, "éléments supprimés" },
  { LOFT_FOLDER_ROLE_TRASH, "papelera" },
  { LOFT_FOLDER_ROLE_TRASH, "elementos eliminados" },
  { LOFT_FOLDER_ROLE_TRASH, "cestino" },
  { LOFT_FOLDER_ROLE_TRASH, "posta eliminata" },
  { LOFT_FOLDER_ROLE_TRASH, "prullenbak" },
  { LOFT_FOLDER_ROLE_TRASH, "verwijderde items" },
  { LOFT_FOLDER_ROLE_TRASH, "koš" },
  { LOFT_FOLDER_ROLE_TRASH, "lixeira" },
  { LOFT_FOLDER_ROLE_TRASH, "kosz" },
  { LOFT_FOLDER_ROLE_TRASH, "корзина" },
  { LOFT_FOLDER_ROLE_TRASH, "удаленные" },
  { LOFT_FOLDER_ROLE_TRASH, "ごみ箱" },
  { LOFT_FOLDER_ROLE_TRASH, "已删除" },
  { LOFT_FOLDER_ROLE_FLAGGED, "starred" },
  { LOFT_FOLDER_ROLE_ALL, "all mail" },
};

const char *
loft_folder_role_to_name (LoftFolderRole role)
{
  g_return_val_if_fail ((gsize) role < G_N_ELEMENTS (role_names), NULL);
  return role_names[role];
}

LoftFolderRole
loft_folder_role_from_name (const char *name)
{
  for (guint i = 1; name != NULL && i < G_N_ELEMENTS (role_names); i++)
    if (g_ascii_strcasecmp (name, role_names[i]) == 0)
      return (LoftFolderRole) i;
  return LOFT_FOLDER_ROLE_NONE;
}

LoftFolder *
loft_folder_new (void)
{
  LoftFolder *self = g_new0 (LoftFolder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kinds = LOFT_FOLDER_KIND_MAIL;
  self->selectable = TRUE;
  self->writable = TRUE;
  self->shown = TRUE;
  self->color = g_strdup ("");
  self->window_days = LOFT_FOLDER_WINDOW_ACCOUNT;
  return self;
}

LoftFolder *
loft_folder_ref (LoftFolder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_folder_unref (LoftFolder *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->path);
  g_free (self->name);
  g_free (self->remote_id);
  g_free (self->color);
  g_free (self);
}

gboolean
loft_folder_is_only_here (const LoftFolder *self)
{
  return self->remote_id == NULL && !(self->waits & LOFT_FOLDER_WAITS_CREATION);
}

int
loft_folder_compare (const LoftFolder *a, const LoftFolder *b)
{
  guint rank_a = a->role == LOFT_FOLDER_ROLE_NONE ? G_MAXUINT : a->role;
  guint rank_b = b->role == LOFT_FOLDER_ROLE_NONE ? G_MAXUINT : b->role;
  g_autofree char *key_a = NULL;
  g_autofree char *key_b = NULL;

  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;
  key_a = g_utf8_casefold (a->path, -1);
  key_b = g_utf8_casefold (b->path, -1);
  return g_utf8_collate (key_a, key_b);
}

LoftFolderRole
loft_folder_role_guess (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *wanted = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);

  for (guint i = 0; wanted != NULL && i < G_N_ELEMENTS (known_names); i++)
    if (strcmp (wanted, known_names[i].name) == 0)
      return known_names[i].role;
  return LOFT_FOLDER_ROLE_NONE;
}
