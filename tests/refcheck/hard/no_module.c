/* A library without PyInit_no_module(). */
__attribute__((visibility("default"))) int answer = 42;
