# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for loftctl

# The names of the accounts, in the profile of the command line.
_loftctl_accounts () {
  local i profile=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} == --profile ]]; then
      profile=(--profile "${COMP_WORDS[i + 1]}")
    fi
  done
  loftctl "${profile[@]}" --json account list --all 2>/dev/null |
    sed -n 's/.*"name" *: *"\([^"]*\)".*/\1/p'
}

_loftctl () {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local i command= sub= words=
  local global="--profile --json --progress --offline --help --version"

  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --profile) i=$((i + 1)) ;;
      -*) ;;
      *)
        if [[ -z $command ]]; then
          command=${COMP_WORDS[i]}
        elif [[ -z $sub ]]; then
          sub=${COMP_WORDS[i]}
        fi
        ;;
    esac
  done

  case $previous in
    --profile)
      COMPREPLY=($(compgen -d -- "$current"))
      return
      ;;
    --output)
      COMPREPLY=($(compgen -f -- "$current"))
      return
      ;;
    --account)
      COMPREPLY=($(compgen -W "$(_loftctl_accounts)" -- "$current"))
      return
      ;;
    --security | --smtp-security)
      COMPREPLY=($(compgen -W "tls starttls none" -- "$current"))
      return
      ;;
    --window)
      COMPREPLY=($(compgen -W "all 30 90 365" -- "$current"))
      return
      ;;
  esac

  case $command in
    '') words="account sync folders folder messages show search flag move copy delete pending problems send outbox archive status events event tasks task contacts contact import export doctor $global" ;;
    account)
      case $sub in
        '') words="add find list show set sign-in policy remove test" ;;
        add) words="imap pop3 dav ics ldap local --name --address --person --user --host --port --security --auth --password-stdin
          --password-command --secrets-file --trust --window --allow-plaintext
          --smtp-host --smtp-port --smtp-security --smtp-user --smtp-auth --smtp-trust --sent-copy
          --oauth-client --oauth-provider --removal --removal-limit --download-limit --url --mail-account" ;;
        show | set | sign-in | policy | remove | test) words=$(_loftctl_accounts) ;;
      esac
      ;;
    sync) words="--account --folder --watch --progress" ;;
    folders) words="--account" ;;
    folder)
      case $sub in
        '') words="set" ;;
        *) words="--account window= role=" ;;
      esac
      ;;
    messages) words="--account --folder --limit --offset --conversations" ;;
    show) words="--raw --headers --text --html --attachment --output" ;;
    search) words="--account --folder --limit --order --server from: to: subject: body: has:attachment is:unread is:flagged
      in: category: keyword: before: after: larger: smaller: filename:" ;;
    flag) words="+seen -seen +flagged -flagged +answered -answered" ;;
    pending) words="retry discard" ;;
    problems) words="export discard" ;;
    move|copy) words="--to --to-account" ;;
    delete) words="--permanently" ;;
    send) words="--account --at" ;;
    outbox) words="--account --drafts send retry cancel send-again arrived discard" ;;
    archive) words="--account --folder --older-than --to --unread --flagged --dry-run" ;;
    events) words="--account --calendar --from --to" ;;
    event) words="show add edit delete --ics --account --calendar" ;;
    tasks) words="--account --list --open" ;;
    task) words="show add edit done delete --ics --summary --due --priority --account --list" ;;
    contacts) words="--account --directory" ;;
    contact) words="show add edit delete --vcf --account --book" ;;
    import) words="--account --folder" ;;
    export) words="--account --folder --output --format" ;;
    doctor) words="--repair --account" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}

complete -F _loftctl loftctl
