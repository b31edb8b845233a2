# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for loftctl

set -l commands account sync folders folder messages show search flag move copy delete pending problems send outbox archive status events event tasks task contacts contact import export doctor

function __loftctl_accounts
    loftctl --json account list --all 2>/dev/null | string replace -rf '.*"name" *: *"([^"]*)".*' '$1'
end

complete -c loftctl -f
complete -c loftctl -l profile -x -a '(__fish_complete_directories)' -d 'Keep everything below a folder'
complete -c loftctl -l json -d 'One JSON object a line'
complete -c loftctl -l progress -d 'Show the progress of long work'
complete -c loftctl -l offline -d 'Do not touch the network'
complete -c loftctl -l help -d 'Explain'
complete -c loftctl -l version -d 'Print the version'

set -l none "not __fish_seen_subcommand_from $commands"
complete -c loftctl -n $none -a account -d 'Configure accounts'
complete -c loftctl -n $none -a sync -d 'Send and fetch'
complete -c loftctl -n $none -a folders -d 'List folders'
complete -c loftctl -n $none -a folder -d 'Choices for one folder'
complete -c loftctl -n $none -a messages -d 'List messages'
complete -c loftctl -n $none -a show -d 'Show a message'
complete -c loftctl -n $none -a search -d 'Find messages'
complete -c loftctl -n $none -a flag -d 'Set and clear flags'
complete -c loftctl -n $none -a move -d 'Move messages to a folder'
complete -c loftctl -n $none -a copy -d 'Copy messages to a folder'
complete -c loftctl -n $none -a delete -d 'Delete messages'
complete -c loftctl -n $none -a pending -d 'Changes that wait for the server'
complete -c loftctl -n $none -a problems -d 'What came to nothing'
complete -c loftctl -n $none -a send -d 'Send a message'
complete -c loftctl -n $none -a outbox -d 'What is on its way out'
complete -c loftctl -n $none -a status -d 'What each account has'
complete -c loftctl -n $none -a archive -d 'Move old messages to the archive'
complete -c loftctl -n $none -a events -d 'What takes place'
complete -c loftctl -n $none -a event -d 'One event'
complete -c loftctl -n $none -a tasks -d 'What is to be done'
complete -c loftctl -n $none -a task -d 'One task'
complete -c loftctl -n $none -a contacts -d 'People of the address books'
complete -c loftctl -n $none -a contact -d 'One contact'
complete -c loftctl -n '__fish_seen_subcommand_from event contact' -a 'show add edit delete'
complete -c loftctl -n '__fish_seen_subcommand_from events event' -l calendar -x
complete -c loftctl -n '__fish_seen_subcommand_from events' -l from -x
complete -c loftctl -n '__fish_seen_subcommand_from events' -l to -x
complete -c loftctl -n '__fish_seen_subcommand_from task' -a 'show add edit done delete'
complete -c loftctl -n '__fish_seen_subcommand_from tasks task' -l list -x
complete -c loftctl -n '__fish_seen_subcommand_from tasks' -l open
complete -c loftctl -n '__fish_seen_subcommand_from task' -l summary -x
complete -c loftctl -n '__fish_seen_subcommand_from task' -l due -x
complete -c loftctl -n '__fish_seen_subcommand_from task' -l priority -x
complete -c loftctl -n '__fish_seen_subcommand_from contact' -l book -x
complete -c loftctl -n $none -a import -d 'Take mail, calendars and contacts from files'
complete -c loftctl -n $none -a export -d 'Write mail, calendars and contacts into files'
complete -c loftctl -n $none -a doctor -d 'Check every store'

set -l account '__fish_seen_subcommand_from account'
complete -c loftctl -n "$account; and not __fish_seen_subcommand_from add find list show set sign-in policy remove test" -a 'add find list show set sign-in policy remove test'
complete -c loftctl -n "$account; and __fish_seen_subcommand_from show set sign-in policy remove test" -a '(__loftctl_accounts)'
set -l add "$account; and __fish_seen_subcommand_from add"
complete -c loftctl -n $add -a 'imap pop3 dav ics ldap local'
complete -c loftctl -n $add -l name -x
complete -c loftctl -n $add -l address -x
complete -c loftctl -n $add -l person -x
complete -c loftctl -n $add -l user -x
complete -c loftctl -n $add -l host -x -a '(__fish_print_hostnames)'
complete -c loftctl -n $add -l port -x
complete -c loftctl -n $add -l url -x
complete -c loftctl -n $add -l mail-account -x -a '(__loftctl_accounts)'
complete -c loftctl -n $add -l security -x -a 'tls starttls none'
complete -c loftctl -n $add -l auth -x
complete -c loftctl -n $add -l password-stdin
complete -c loftctl -n $add -l password-command -x -a '(__fish_complete_command)'
complete -c loftctl -n $add -l secrets-file
complete -c loftctl -n $add -l trust -x
complete -c loftctl -n $add -l window -x -a 'all 30 90 365'
complete -c loftctl -n $add -l removal -x -a 'never after-days when-deleted when-moved keep-messages keep-megabytes at-once'
complete -c loftctl -n $add -l removal-limit -x
complete -c loftctl -n $add -l download-limit -x
complete -c loftctl -n $add -l allow-plaintext

complete -c loftctl -n $add -l smtp-host -x -a '(__fish_print_hostnames)'
complete -c loftctl -n $add -l smtp-port -x
complete -c loftctl -n $add -l smtp-security -x -a 'tls starttls none'
complete -c loftctl -n $add -l smtp-user -x
complete -c loftctl -n $add -l smtp-auth -x
complete -c loftctl -n $add -l smtp-trust -x
complete -c loftctl -n $add -l sent-copy -x -a 'auto loft server none'

complete -c loftctl -n '__fish_seen_subcommand_from outbox' -a 'send retry cancel send-again arrived discard'
complete -c loftctl -n '__fish_seen_subcommand_from outbox' -l drafts
complete -c loftctl -n '__fish_seen_subcommand_from send' -l at -x
complete -c loftctl -n '__fish_seen_subcommand_from send' -F
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l older-than -x -a '6m 1y 2y 5y'
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l to -x -a 'archive years local'
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l unread
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l flagged
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l dry-run
complete -c loftctl -n '__fish_seen_subcommand_from archive' -l folder -x
complete -c loftctl -n '__fish_seen_subcommand_from import' -F
complete -c loftctl -n '__fish_seen_subcommand_from import export' -l folder -x
complete -c loftctl -n '__fish_seen_subcommand_from export' -l output -r -F
complete -c loftctl -n '__fish_seen_subcommand_from export' -l format -x -a 'mbox maildir eml ics vcf'
complete -c loftctl -n '__fish_seen_subcommand_from doctor' -l repair -d 'Mend what is found'
complete -c loftctl -n '__fish_seen_subcommand_from sync folders folder messages search send outbox archive events event tasks task contacts contact import export doctor' -l account -x -a '(__loftctl_accounts)'
complete -c loftctl -n '__fish_seen_subcommand_from sync messages' -l folder -x
complete -c loftctl -n '__fish_seen_subcommand_from sync' -l watch -x
complete -c loftctl -n '__fish_seen_subcommand_from messages search' -l limit -x
complete -c loftctl -n '__fish_seen_subcommand_from messages' -l offset -x
complete -c loftctl -n '__fish_seen_subcommand_from messages' -l conversations
complete -c loftctl -n '__fish_seen_subcommand_from show' -l raw
complete -c loftctl -n '__fish_seen_subcommand_from show' -l headers
complete -c loftctl -n '__fish_seen_subcommand_from show' -l text
complete -c loftctl -n '__fish_seen_subcommand_from show' -l html
complete -c loftctl -n '__fish_seen_subcommand_from show' -l attachment -x
complete -c loftctl -n '__fish_seen_subcommand_from show' -l output -r -F
complete -c loftctl -n '__fish_seen_subcommand_from flag' -a '+seen -seen +flagged -flagged +answered -answered'
complete -c loftctl -n '__fish_seen_subcommand_from pending' -a 'retry discard'
complete -c loftctl -n '__fish_seen_subcommand_from problems' -a 'export discard'
complete -c loftctl -n '__fish_seen_subcommand_from move copy' -l to -l to-account
complete -c loftctl -n '__fish_seen_subcommand_from delete' -l permanently
complete -c loftctl -n '__fish_seen_subcommand_from folder' -a 'set window=all window=account role=archive role=none'
complete -c loftctl -n '__fish_seen_subcommand_from contacts' -l directory -d 'Ask the servers'
