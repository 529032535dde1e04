/* What resources.c counts, and who knows of it. */
#ifndef REFCHECK_RESOURCES_H
#define REFCHECK_RESOURCES_H

#include "tools/refcheck/internal.h"

typedef enum { DESCRIPTOR, THREAD, MAPPING } resource_sort;

typedef struct {
    resource_sort sort;
    uint32_t made;              /* site, 0: unknown */
    /* By what a program knows it: the number of a descriptor, the pthread_t of a
       thread, the address of a mapping. */
    uintptr_t handle;
    size_t bytes;               /* of a mapping */
    char repr[64];              /* "/tmp/x", "socket", or "" */
} resource;

typedef void (*resource_visitor)(const resource *);

/* All descriptors of the process. */
void descriptors_visit(resource_visitor visit);

/* Threads that the statement started and that have not gone: one that has come to
   its end stays until it is joined. */
void threads_visit(resource_visitor visit);

/* Mappings that the statement made. */
void mappings_visit(resource_visitor visit);

#endif /* REFCHECK_RESOURCES_H */
