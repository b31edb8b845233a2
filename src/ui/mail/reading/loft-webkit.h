/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* WebKit, loaded when it is needed: to link it with its hundred libraries takes as long as all else
 * that a program does before its first window is seen. Its functions are members of loft_webkit,
 * which are NULL until loft_webkit_load() has succeeded; casts are plain ones, since the macros
 * would ask WebKit. */
#define LOFT_WEBKIT_FUNCTIONS(FUNCTION)                                                            \
  FUNCTION (jsc, value_is_number)                                                                  \
  FUNCTION (jsc, value_to_double)                                                                  \
  FUNCTION (jsc, value_to_string)                                                                  \
  FUNCTION (webkit, context_menu_get_item_at_position)                                             \
  FUNCTION (webkit, context_menu_get_n_items)                                                      \
  FUNCTION (webkit, context_menu_item_get_stock_action)                                            \
  FUNCTION (webkit, context_menu_remove)                                                           \
  FUNCTION (webkit, cookie_manager_set_accept_policy)                                              \
  FUNCTION (webkit, find_controller_search)                                                        \
  FUNCTION (webkit, find_controller_search_finish)                                                 \
  FUNCTION (webkit, find_controller_search_next)                                                   \
  FUNCTION (webkit, find_controller_search_previous)                                               \
  FUNCTION (webkit, hit_test_result_context_is_link)                                               \
  FUNCTION (webkit, hit_test_result_get_link_uri)                                                  \
  FUNCTION (webkit, memory_pressure_settings_free)                                                 \
  FUNCTION (webkit, memory_pressure_settings_new)                                                  \
  FUNCTION (webkit, memory_pressure_settings_set_kill_threshold)                                   \
  FUNCTION (webkit, memory_pressure_settings_set_memory_limit)                                     \
  FUNCTION (webkit, memory_pressure_settings_set_poll_interval)                                    \
  FUNCTION (webkit, navigation_action_get_navigation_type)                                         \
  FUNCTION (webkit, navigation_action_get_request)                                                 \
  FUNCTION (webkit, navigation_action_is_user_gesture)                                             \
  FUNCTION (webkit, navigation_policy_decision_get_navigation_action)                              \
  FUNCTION (webkit, network_session_get_cookie_manager)                                            \
  FUNCTION (webkit, network_session_new_ephemeral)                                                 \
  FUNCTION (webkit, network_session_set_itp_enabled)                                               \
  FUNCTION (webkit, permission_request_deny)                                                       \
  FUNCTION (webkit, policy_decision_ignore)                                                        \
  FUNCTION (webkit, policy_decision_use)                                                           \
  FUNCTION (webkit, print_operation_new)                                                           \
  FUNCTION (webkit, print_operation_print)                                                         \
  FUNCTION (webkit, print_operation_run_dialog)                                                    \
  FUNCTION (webkit, print_operation_set_print_settings)                                            \
  FUNCTION (webkit, settings_new)                                                                  \
  FUNCTION (webkit, settings_new_with_settings)                                                    \
  FUNCTION (webkit, uri_request_get_uri)                                                           \
  FUNCTION (webkit, uri_scheme_request_finish)                                                     \
  FUNCTION (webkit, uri_scheme_request_finish_error)                                               \
  FUNCTION (webkit, uri_scheme_request_get_uri)                                                    \
  FUNCTION (webkit, uri_scheme_request_get_web_view)                                               \
  FUNCTION (webkit, user_content_filter_store_new)                                                 \
  FUNCTION (webkit, user_content_filter_store_save)                                                \
  FUNCTION (webkit, user_content_filter_store_save_finish)                                         \
  FUNCTION (webkit, user_content_filter_unref)                                                     \
  FUNCTION (webkit, user_content_manager_add_filter)                                               \
  FUNCTION (webkit, user_content_manager_new)                                                      \
  FUNCTION (webkit, user_content_manager_register_script_message_handler)                          \
  FUNCTION (webkit, user_content_manager_remove_all_filters)                                       \
  FUNCTION (webkit, web_context_get_type)                                                          \
  FUNCTION (webkit, web_context_register_uri_scheme)                                               \
  FUNCTION (webkit, web_context_set_cache_model)                                                   \
  FUNCTION (webkit, web_context_set_spell_checking_enabled)                                        \
  FUNCTION (webkit, web_context_set_spell_checking_languages)                                      \
  FUNCTION (webkit, web_view_call_async_javascript_function)                                       \
  FUNCTION (webkit, web_view_evaluate_javascript)                                                  \
  FUNCTION (webkit, web_view_evaluate_javascript_finish)                                           \
  FUNCTION (webkit, web_view_execute_editing_command)                                              \
  FUNCTION (webkit, web_view_get_find_controller)                                                  \
  FUNCTION (webkit, web_view_get_is_web_process_responsive)                                        \
  FUNCTION (webkit, web_view_get_settings)                                                         \
  FUNCTION (webkit, web_view_get_type)                                                             \
  FUNCTION (webkit, web_view_get_user_content_manager)                                             \
  FUNCTION (webkit, web_view_load_html)                                                            \
  FUNCTION (webkit, web_view_set_background_color)                                                 \
  FUNCTION (webkit, web_view_set_editable)                                                         \
  FUNCTION (webkit, web_view_set_zoom_level)                                                       \
  FUNCTION (webkit, web_view_stop_loading)                                                         \
  FUNCTION (webkit, web_view_terminate_web_process)

typedef struct {
#define FUNCTION(prefix, name) __typeof__ (prefix##_##name) *name;
  LOFT_WEBKIT_FUNCTIONS (FUNCTION)
#undef FUNCTION
} LoftWebkit;

extern LoftWebkit loft_webkit;

/* Blocks for a tenth of a second the first time. (nullable) (transfer none) why WebKit cannot be had:
 * what is not installed now will not be later. Any thread. */
const char *loft_webkit_load (void);

/* Loads it in a thread, for when the first window is on screen: the first HTML then does not wait
 * for it. Main thread. */
void loft_webkit_load_soon (void);

G_END_DECLS
