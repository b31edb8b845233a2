/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pdf-confinement.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPU_SECONDS 60 /* of one preview, all its pages */
#define MEMORY      ((rlim_t) 1024 * 1024 * 1024)

static void
limit (int what, rlim_t most)
{
  const struct rlimit limits = { most, most };

  setrlimit (what, &limits);
}

static void
limit_work (void)
{
  limit (RLIMIT_CPU, CPU_SECONDS);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_FSIZE, 0);
  /* The shadow memory of the address sanitizer is larger than any limit. */
#ifndef __SANITIZE_ADDRESS__
  limit (RLIMIT_AS, MEMORY);
#endif
}

/* No rule allows any of these anywhere; reading is free: fonts are wherever fontconfig says, and what
 * is read here can leave as a picture for the window only. */
static void
forbid_writing (void)
{
  const struct landlock_ruleset_attr attributes = {
    .handled_access_fs =
      LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  int rules = (int) syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);

  if (rules < 0)
    return;
  syscall (SYS_landlock_restrict_self, rules, 0);
  close (rules);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
#define REFUSE(name)                                                                               \
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                                          \
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static void
forbid_calls (void)
{
  struct sock_filter filter[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    /* Numbers of x32 on x86-64. */
    BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    REFUSE (socket),
    REFUSE (socketpair),
    REFUSE (connect),
    REFUSE (bind),
    REFUSE (sendto),
    REFUSE (sendmsg),
    REFUSE (execve),
    REFUSE (execveat),
    REFUSE (ptrace),
    REFUSE (process_vm_readv),
    REFUSE (process_vm_writev),
    REFUSE (kill),
    REFUSE (tkill),
    REFUSE (unshare),
    REFUSE (setns),
    REFUSE (mount),
    REFUSE (bpf),
    REFUSE (perf_event_open),
    REFUSE (keyctl),
    REFUSE (io_uring_setup),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog program = { sizeof filter / sizeof filter[0], filter };

  prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
#endif

void
loft_pdf_confinement_enter (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit_work ();
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return;
  forbid_writing ();
#ifdef ARCHITECTURE
  forbid_calls ();
#endif
}
