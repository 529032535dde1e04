/* From an address in the module to file, line and function, by elfutils' libdw,
   which knows every debug format. */
#include "tools/refcheck/internal.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

/* Py_DECREF() is inlined from CPython's headers: the line wanted is that of
   the code which contains it. */
static bool
is_header(const char *path)
{
    size_t n = strlen(path);
    return n > 2 && strcmp(path + n - 2, ".h") == 0;
}

/* dwfl_module_addrdie() needs a table that clang does not write. */
static Dwarf_Die *
unit_of(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = NULL;
    while ((unit = dwfl_module_nextcu(module, unit, bias)) != NULL) {
        if (dwarf_haspc(unit, address - *bias) > 0) {
            break;
        }
    }
    return unit;
}

/* Where an inlined function was called. */
static const char *
call_site(Dwarf_Die *unit, Dwarf_Die *inlined, int *line)
{
    Dwarf_Attribute attribute;
    Dwarf_Files *files;
    Dwarf_Word file, number;
    size_t nfiles;
    if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute),
                        &file) < 0
        || dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute),
                           &number) < 0
        || dwarf_getsrcfiles(unit, &files, &nfiles) < 0 || file >= nfiles) {
        return NULL;
    }
    *line = (int)number;
    return dwarf_filesrc(files, file, NULL, NULL);
}

/* The scopes around an address, the innermost first; free() them.  Behind an
   inlined function, dwarf_getscopes() goes on where it was written, not where
   it was called: only its first is wanted. */
static int
scopes_of(Dwarf_Die *unit, Dwarf_Addr address, Dwarf_Die **scopes)
{
    Dwarf_Die *inner = NULL;
    int n = dwarf_getscopes(unit, address, &inner);
    n = n > 0 ? dwarf_getscopes_die(&inner[0], scopes) : 0;
    free(inner);
    return n;
}

/* An address where a function begins stands for the function: its name's line is
   wanted, not that of its first brace. */
static int
function_line(Dwarf_Die *scopes, int n, Dwarf_Addr address, int line)
{
    Dwarf_Addr entry;
    int name;
    for (int i = 0; i < n; i++) {
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram
            && dwarf_entrypc(&scopes[i], &entry) == 0 && entry == address
            && dwarf_decl_line(&scopes[i], &name) == 0) {
            return name;
        }
    }
    return line;
}

/* Goes from the innermost scope outwards, until out of the headers.  Returns the
   path of the file, or NULL: the line is not known. */
static const char *
find(Dwarf_Die *unit, Dwarf_Addr address, refcheck_place *place)
{
    int line = 0;
    Dwarf_Line *row = dwarf_getsrc_die(unit, address);
    const char *file = row == NULL ? NULL : dwarf_linesrc(row, NULL, NULL);
    if (file == NULL || dwarf_lineno(row, &line) < 0) {
        return NULL;
    }
    const char *function = NULL;
    Dwarf_Die *scopes = NULL;
    int n = scopes_of(unit, address, &scopes);
    for (int i = 0; i < n; i++) {
        int tag = dwarf_tag(&scopes[i]);
        if (tag == DW_TAG_subprogram
            || (tag == DW_TAG_inlined_subroutine && !is_header(file))) {
            function = dwarf_diename(&scopes[i]);
            break;
        }
        const char *caller = tag == DW_TAG_inlined_subroutine
            ? call_site(unit, &scopes[i], &line) : NULL;
        file = caller != NULL ? caller : file;
    }
    place->line = function_line(scopes, n, address, line);
    rc_set_string(place->function, sizeof(place->function),
                  function != NULL ? function : "");
    free(scopes);
    return file;
}

/* The end of a path is what tells, where all of it is too long. */
static void
set_file(refcheck_place *place, const char *file)
{
    const size_t room = sizeof(place->file) - 1;
    const size_t length = strlen(file);
    if (length <= room) {
        rc_set_string(place->file, sizeof(place->file), file);
        return;
    }
    memcpy(place->file, "...", 3);
    memcpy(place->file + 3, file + length - (room - 3), room - 3 + 1);
}

/* Every place of a report, one after the other; NULL behind the last. */
static refcheck_place *
place_of(refcheck_report *report, int i)
{
    if (i < 4 * report->found) {
        refcheck_finding *f = &report->finding[i / 4];
        refcheck_place *places[] = {&f->made, &f->freed, &f->used, &f->failed};
        return places[i % 4];
    }
    i -= 4 * report->found;
    if (i < report->steps) {
        return &report->step[i].place;
    }
    return i == report->steps ? &report->sweep.first : NULL;
}

/* The line of source itself, where it can be read: from where we are, or from
   where it was compiled. */
static void
read_source(Dwarf_Die *unit, const char *name, refcheck_place *place)
{
    Dwarf_Attribute attribute;
    char path[2 * MAX_PATH], *line = NULL;
    size_t size = 0;
    const char *folder = dwarf_formstring(
        dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    FILE *file = fopen(name, "re");
    if (file == NULL && folder != NULL && name[0] != '/') {
        snprintf(path, sizeof(path), "%s/%s", folder, name);
        file = fopen(path, "re");
    }
    if (file == NULL) {
        return;
    }
    bool read = true;
    for (int i = 0; i < place->line && read; i++) {
        read = getline(&line, &size, file) >= 0;
    }
    if (read) {
        line[strcspn(line, "\r\n")] = '\0';
        rc_set_string(place->source, sizeof(place->source), line);
    }
    free(line);
    fclose(file);
}

/* All places within one module.  Without debug information, lines stay unknown:
   no error. */
static void
symbolize_module(const char *path, int number, refcheck_report *report)
{
    const Dwfl_Callbacks callbacks = {
        .find_elf = dwfl_build_id_find_elf,
        .find_debuginfo = dwfl_standard_find_debuginfo,
    };
    Dwfl *session = dwfl_begin(&callbacks);
    Dwfl_Module *module = session == NULL
        ? NULL : dwfl_report_elf(session, path, path, -1, 0, true);
    if (module != NULL && dwfl_report_end(session, NULL, NULL) < 0) {
        module = NULL;
    }
    refcheck_place *place;
    for (int i = 0; (place = place_of(report, i)) != NULL; i++) {
        if (place->offset == 0 || place->library[0] != (char)number) {
            continue;
        }
        Dwarf_Addr bias;
        Dwarf_Die *unit = module == NULL
            ? NULL : unit_of(module, place->offset, &bias);
        rc_set_string(place->library, sizeof(place->library),
                      refcheck_basename(path));
        if (place->line != 0) {     /* the shim has said it */
            read_source(unit, place->file, place);
            continue;
        }
        const char *file = unit == NULL
            ? NULL : find(unit, place->offset - bias, place);
        if (file != NULL) {
            set_file(place, file);
            read_source(unit, file, place);
        }
        else if (module != NULL) {
            const char *function = dwfl_module_addrname(module, place->offset);
            rc_set_string(place->function, sizeof(place->function),
                          function != NULL ? function : "");
        }
    }
    dwfl_end(session);
}

/* Until here, a place's library is its number, from 1. */
void
symbolize(const shared *run, refcheck_report *report)
{
    for (int i = 0; i < run->nmodules; i++) {
        bool wanted = false;
        refcheck_place *place;
        for (int k = 0; (place = place_of(report, k)) != NULL; k++) {
            wanted |= place->offset != 0 && place->library[0] == (char)(i + 1);
        }
        if (wanted) {
            symbolize_module(run->modules[i], i + 1, report);
        }
    }
}

/* --- One line, one finding ---------------------------------------------------- */

static bool
same_line(const refcheck_place *a, const refcheck_place *b)
{
    if (a->offset == 0 || b->offset == 0) {
        return a->offset == b->offset;
    }
    return a->line != 0 && a->line == b->line && strcmp(a->file, b->file) == 0
           && strcmp(a->api, b->api) == 0;
}

static bool
same_cause(const refcheck_finding *a, const refcheck_finding *b)
{
    return a->kind == b->kind && a->what == b->what
           && a->what != REFCHECK_REFERENCE && a->failing == b->failing
           && strcmp(a->type, b->type) == 0 && strcmp(a->kept_by, b->kept_by) == 0
           && a->made.offset != 0 && same_line(&a->made, &b->made)
           && same_line(&a->freed, &b->freed) && same_line(&a->used, &b->used);
}

void
symbolize_merge(refcheck_report *report)
{
    int n = 0;
    for (int i = 0; i < report->found; i++) {
        const refcheck_finding f = report->finding[i];
        int k = 0;
        while (k < n && !same_cause(&report->finding[k], &f)) {
            k++;
        }
        if (k == n) {
            report->finding[n++] = f;
            continue;
        }
        report->finding[k].per_call += f.per_call;
        report->finding[k].bytes_per_call += f.bytes_per_call;
    }
    report->found = n;
}
