// What a chapter's test starts from: the two modules, and the checker.
#ifndef BOOK_CHAPTER_H
#define BOOK_CHAPTER_H

#include <csignal>

// PY_VERSION_HEX: some bugs show on some versions only. A debug build of Python
// has Py_DEBUG defined, by the build.
#include <patchlevel.h>

#include "tools/refcheck/gtest.h"
#include "tools/refcheck/plainly.h"

using refcheck::Aborts;
using refcheck::AllocationsFail;
using refcheck::BreaksTheExceptionContract;
using refcheck::Check;
using refcheck::Crashes;
using refcheck::DiesOf;
using refcheck::Environment;
using refcheck::ExportsABuffer;
using refcheck::FreedOn;
using refcheck::FreesByWrongAllocator;
using refcheck::FreesTwice;
using refcheck::Given;
using refcheck::GoesOutOfBounds;
using refcheck::Grows;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::MadeOn;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::Plainly;
using refcheck::Prints;
using refcheck::Raises;
using refcheck::ReleasedOn;
using refcheck::Says;
using refcheck::SurvivesFailingAllocations;
using refcheck::TakenOn;
using refcheck::UsedOn;
using refcheck::UsesAfterFree;

// The build says where the modules are; and, where it could not make them, why.
#ifdef CHAPTER_SKIP
static const bool chapter_skipped = refcheck::SkipAll(CHAPTER_SKIP);
#endif

static const refcheck::Module leaky = {"leaky", CHAPTER_LEAKY};
static const refcheck::Module fixed = {"fixed", CHAPTER_FIXED};

#endif  // BOOK_CHAPTER_H
