/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* What a test and loft-fault-shim.c, loaded into the program under test, tell each other: one such
 * struct in a file that both map. The file's path is in the environment, LOFT_FAULT_CONTROL. */

#define LOFT_FAULT_CONTROL_VARIABLE "LOFT_FAULT_CONTROL"
#define LOFT_FAULT_MAX_PATH         1024

/* Calls on files below the folder; the last three on network sockets. */
typedef enum {
  LOFT_FAULT_WRITE,
  LOFT_FAULT_SYNC, /* of files and of folders */
  LOFT_FAULT_OPEN,
  LOFT_FAULT_TRUNCATE,
  LOFT_FAULT_UNLINK,
  LOFT_FAULT_RENAME,
  LOFT_FAULT_MKDIR,
  LOFT_FAULT_SOCKET,
  LOFT_FAULT_CONNECT,
  LOFT_FAULT_SEND,
  LOFT_FAULT_N_CALLS
} LoftFaultCall;

typedef enum {
  LOFT_FAULT_FAIL, /* the call does nothing and says error */
  LOFT_FAULT_KILL, /* SIGKILL instead of the call */
  LOFT_FAULT_HALF, /* half is written, and said to be */
  LOFT_FAULT_HALF_KILL, /* half is written, then SIGKILL */
} LoftFaultKind;

typedef struct {
  /* Told by the test. */
  char folder[LOFT_FAULT_MAX_PATH];
  char log[LOFT_FAULT_MAX_PATH]; /* "": none */
  uint32_t calls; /* bit 1 << LoftFaultCall: counted together for at */
  uint32_t at; /* the n-th of them meets the fault; 0: none */
  uint32_t lasting; /* and all behind it */
  uint32_t kind; /* LoftFaultKind */
  int32_t error; /* errno of LOFT_FAULT_FAIL */
  int64_t room; /* bytes by which files may grow; 0: the disk is full */
  char boot[LOFT_FAULT_MAX_PATH]; /* stands for the kernel's name of this start; "": does not */
  int64_t clock_offset; /* seconds by which the clock on the wall is wrong */
  uint32_t speed; /* the monotonic clock runs so many times as fast; 0: as ever */

  /* Told by the shim. */
  uint32_t n_calls[LOFT_FAULT_N_CALLS];
  uint32_t n_counted;
  uint32_t n_hit;
  uint32_t n_keepalives; /* sockets told to ask for a silent server within two minutes */
  uint32_t n_refused_room; /* calls that failed for want of room */
} LoftFaultControl;

/* A record of the log: this, then the name below the folder, then the data. */
typedef enum {
  LOFT_FAULT_LOG_CREATE, /* name */
  LOFT_FAULT_LOG_OPEN, /* name, of a file that was there */
  LOFT_FAULT_LOG_MKDIR, /* name */
  LOFT_FAULT_LOG_WRITE, /* offset, data */
  LOFT_FAULT_LOG_TRUNCATE, /* offset: the size */
  LOFT_FAULT_LOG_SYNC, /* of a file */
  LOFT_FAULT_LOG_SYNC_FOLDER, /* name */
  LOFT_FAULT_LOG_RENAME, /* name; data: the new name */
  LOFT_FAULT_LOG_UNLINK, /* name */
  LOFT_FAULT_LOG_SEND, /* data */
} LoftFaultLogKind;

typedef struct {
  uint32_t kind; /* LoftFaultLogKind */
  uint32_t name_length;
  uint64_t inode;
  int64_t offset;
  uint64_t length; /* of data */
} LoftFaultLogHead;
