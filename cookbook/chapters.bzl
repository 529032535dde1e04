"""The book: its parts and chapters, in the order they are read.

A chapter is a folder PART/CHAPTER with leaky.c, fixed.c, chapter.rst and
chapter_test.cc, and a line here.  A page is a file PART/PAGE.rst and a line.
"""

load("//tools/book:book.bzl", "chapter", "page", "part")

BOOK = [
    part("reading", "How to read a pair", [
        page("memory"),
        page("references"),
        page("pairs"),
    ]),
    part("owning", "Owning a reference", [
        chapter("new_reference"),
        chapter("ignored_result"),
        chapter("overwritten_in_loop"),
        chapter("nested_new_references"),
        chapter("extra_incref"),
        chapter("borrowed_returned"),
        chapter("none_returned"),
        chapter("argument_released"),
        chapter("use_after_release"),
    ]),
    part("swapping", "Swapping safely; immortal objects", [
        chapter("clear_evaluates_twice"),
        chapter("sometimes_new"),
        chapter("sometimes_borrowed"),
        chapter("immortals_hide_leaks"),
        chapter("count_of_one"),
        chapter("count_by_hand"),
    ]),
    part("error_paths", "Error paths", [
        chapter("release_of_null"),
        chapter("early_return"),
        chapter("goto_uninitialized"),
        chapter("goto_released_twice"),
        chapter("half_built_list"),
        chapter("buffer_lost_on_error"),
        chapter("unchecked_null"),
        chapter("null_without_exception"),
        chapter("result_with_exception"),
        chapter("fetched_exception_lost"),
        chapter("released_after_restore"),
        chapter("raised_exception_lost"),
        chapter("occurred_is_borrowed"),
        chapter("cause_is_stolen"),
        chapter("traceback_is_not_stolen"),
        chapter("set_object_does_not_steal"),
        chapter("exception_pins_frames"),
        chapter("lookup_swallows_errors"),
        chapter("allocation_failure"),
    ]),
    part("lists_and_tuples", "Lists and tuples", [
        chapter("stolen_reference"),
        chapter("borrowed_given_away"),
        chapter("stolen_on_failure"),
        chapter("shared_tuple"),
        chapter("item_overwritten"),
        chapter("stored_twice"),
        chapter("set_item_out_of_bounds"),
        chapter("tuple_pack_keeps"),
        chapter("append_does_not_steal"),
        chapter("insert_does_not_steal"),
        chapter("unfilled_list"),
        chapter("borrowed_item_released"),
        chapter("borrowed_item_after_change"),
        chapter("borrowed_item_across_call"),
        chapter("borrowed_without_gil"),
        chapter("sequence_item_is_new"),
        chapter("fast_sequence_lost"),
        chapter("fast_items_borrowed"),
        chapter("iterator_lost"),
        chapter("item_lost_by_continue"),
        chapter("resized_bytes"),
        chapter("resize_failed"),
        chapter("struct_sequence_steals"),
    ]),
    part("raw_memory", "Raw memory and NumPy", [
        chapter("malloc_without_free"),
        chapter("numpy_array_without_owner", needs = ["numpy"]),
    ]),
]
