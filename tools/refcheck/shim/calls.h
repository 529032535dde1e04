/* The functions of the C API that take references and give them away, and those
   that hand the module's functions to Python, as shim.h wants them. */
#ifndef REFCHECK_SHIM_CALLS_H
#define REFCHECK_SHIM_CALLS_H

/* --- Counts: Py_CLEAR, Py_SETREF and Py_XSETREF are made of them ------------ */

#undef Py_INCREF
#define Py_INCREF(...) REFCHECK_SHIM_COUNT(incref, Py_INCREF, (__VA_ARGS__))
#undef Py_XINCREF
#define Py_XINCREF(...) REFCHECK_SHIM_COUNT(xincref, Py_XINCREF, (__VA_ARGS__))
#define Py_IncRef(...) REFCHECK_SHIM_COUNT(xincref, Py_IncRef, (__VA_ARGS__))
#undef Py_NewRef
#define Py_NewRef(...) REFCHECK_SHIM_COUNT(newref, Py_NewRef, (__VA_ARGS__))
#undef Py_XNewRef
#define Py_XNewRef(...) REFCHECK_SHIM_COUNT(xnewref, Py_XNewRef, (__VA_ARGS__))
#undef Py_DECREF
#define Py_DECREF(...) REFCHECK_SHIM_COUNT(decref, Py_DECREF, (__VA_ARGS__))
#undef Py_XDECREF
#define Py_XDECREF(...) REFCHECK_SHIM_COUNT(xdecref, Py_XDECREF, (__VA_ARGS__))
#define Py_DecRef(...) REFCHECK_SHIM_COUNT(xdecref, Py_DecRef, (__VA_ARGS__))

#undef Py_RETURN_NONE
#define Py_RETURN_NONE \
    return refcheck_shim_new(Py_None, REFCHECK_SHIM_HERE(Py_RETURN_NONE))
#undef Py_RETURN_TRUE
#define Py_RETURN_TRUE \
    return refcheck_shim_new(Py_True, REFCHECK_SHIM_HERE(Py_RETURN_TRUE))
#undef Py_RETURN_FALSE
#define Py_RETURN_FALSE \
    return refcheck_shim_new(Py_False, REFCHECK_SHIM_HERE(Py_RETURN_FALSE))
#undef Py_RETURN_NOTIMPLEMENTED
#define Py_RETURN_NOTIMPLEMENTED \
    return refcheck_shim_new(Py_NotImplemented, REFCHECK_SHIM_HERE(Py_RETURN_NOTIMPLEMENTED))

/* --- What steals ----------------------------------------------------------- */

#define PyTuple_SetItem(...) REFCHECK_SHIM_CALL(PyTuple_SetItem, __VA_ARGS__)
#define PyList_SetItem(...) REFCHECK_SHIM_CALL(PyList_SetItem, __VA_ARGS__)
#define PyStructSequence_SetItem(...) \
    REFCHECK_SHIM_CALL(PyStructSequence_SetItem, __VA_ARGS__)
#define PyModule_AddObject(...) \
    REFCHECK_SHIM_CALL(PyModule_AddObject, __VA_ARGS__)
#define PyModule_Add(...) REFCHECK_SHIM_CALL(PyModule_Add, __VA_ARGS__)
#define PyErr_Restore(...) REFCHECK_SHIM_CALL(PyErr_Restore, __VA_ARGS__)
#define PyErr_SetExcInfo(...) REFCHECK_SHIM_CALL(PyErr_SetExcInfo, __VA_ARGS__)
#define PyException_SetCause(...) \
    REFCHECK_SHIM_CALL(PyException_SetCause, __VA_ARGS__)
#define PyException_SetContext(...) \
    REFCHECK_SHIM_CALL(PyException_SetContext, __VA_ARGS__)
#undef PyTuple_SET_ITEM
#define PyTuple_SET_ITEM(container, i, item) \
    REFCHECK_SHIM_CALL(PyTuple_SET_ITEM, (PyObject *)(container), (i), (PyObject *)(item))
#undef PyList_SET_ITEM
#define PyList_SET_ITEM(container, i, item) \
    REFCHECK_SHIM_CALL(PyList_SET_ITEM, (PyObject *)(container), (i), (PyObject *)(item))
#undef PyCell_SET
#define PyCell_SET(cell, value) \
    REFCHECK_SHIM_CALL(PyCell_SET, (PyObject *)(cell), (PyObject *)(value))

/* --- What replaces, or gives by an argument --------------------------------- */

#define PyErr_Fetch(...) REFCHECK_SHIM_CALL(PyErr_Fetch, __VA_ARGS__)
#define PyErr_GetExcInfo(...) REFCHECK_SHIM_CALL(PyErr_GetExcInfo, __VA_ARGS__)
#define PyUnicode_Append(...) REFCHECK_SHIM_CALL(PyUnicode_Append, __VA_ARGS__)
#define PyUnicode_AppendAndDel(...) \
    REFCHECK_SHIM_CALL(PyUnicode_AppendAndDel, __VA_ARGS__)
#define PyBytes_Concat(...) REFCHECK_SHIM_CALL(PyBytes_Concat, __VA_ARGS__)
#define PyBytes_ConcatAndDel(...) \
    REFCHECK_SHIM_CALL(PyBytes_ConcatAndDel, __VA_ARGS__)
#define PyUnicode_InternInPlace(...) \
    REFCHECK_SHIM_CALL(PyUnicode_InternInPlace, __VA_ARGS__)
#define _PyBytes_Resize(...) REFCHECK_SHIM_CALL(_PyBytes_Resize, __VA_ARGS__)
#define _PyTuple_Resize(...) REFCHECK_SHIM_CALL(_PyTuple_Resize, __VA_ARGS__)
#define PyIter_Send(...) REFCHECK_SHIM_CALL(PyIter_Send, __VA_ARGS__)
#define PyContextVar_Get(...) REFCHECK_SHIM_CALL(PyContextVar_Get, __VA_ARGS__)
#define PyObject_GetOptionalAttr(...) \
    REFCHECK_SHIM_CALL(PyObject_GetOptionalAttr, __VA_ARGS__)
#define PyObject_GetOptionalAttrString(...) \
    REFCHECK_SHIM_CALL(PyObject_GetOptionalAttrString, __VA_ARGS__)
#define PyMapping_GetOptionalItem(...) \
    REFCHECK_SHIM_CALL(PyMapping_GetOptionalItem, __VA_ARGS__)
#define PyMapping_GetOptionalItemString(...) \
    REFCHECK_SHIM_CALL(PyMapping_GetOptionalItemString, __VA_ARGS__)
#define PyDict_GetItemRef(...) \
    REFCHECK_SHIM_CALL(PyDict_GetItemRef, __VA_ARGS__)
#define PyDict_GetItemStringRef(...) \
    REFCHECK_SHIM_CALL(PyDict_GetItemStringRef, __VA_ARGS__)
#define PyDict_Pop(...) REFCHECK_SHIM_CALL(PyDict_Pop, __VA_ARGS__)
#define PyDict_SetDefaultRef(...) \
    REFCHECK_SHIM_CALL(PyDict_SetDefaultRef, __VA_ARGS__)
#define PyWeakref_GetRef(...) REFCHECK_SHIM_CALL(PyWeakref_GetRef, __VA_ARGS__)
#define PyDict_PopString(...) REFCHECK_SHIM_CALL(PyDict_PopString, __VA_ARGS__)
#undef PySequence_ITEM
#define PySequence_ITEM(sequence, i) \
    REFCHECK_SHIM_CALL(PySequence_ITEM, (PyObject *)(sequence), (i))

/* --- What goes by a format -------------------------------------------------- */

#undef Py_BuildValue
#define Py_BuildValue(...) REFCHECK_SHIM_CALL(Py_BuildValue, __VA_ARGS__)
#undef Py_VaBuildValue
#define Py_VaBuildValue(...) REFCHECK_SHIM_CALL(Py_VaBuildValue, __VA_ARGS__)

#define REFCHECK_SHIM_FIRST(first, ...) first
#define REFCHECK_SHIM_FORMAT(...) \
    (__builtin_constant_p(REFCHECK_SHIM_FIRST(__VA_ARGS__, 0)) \
     ? REFCHECK_SHIM_FIRST(__VA_ARGS__, 0) : "N")

/* In 3.12, these two are other functions for who defines PY_SSIZE_T_CLEAN. */
#ifdef PyObject_CallFunction
#undef PyObject_CallFunction
#undef PyObject_CallMethod
#define REFCHECK_SHIM_CallFunction _PyObject_CallFunction_SizeT
#define REFCHECK_SHIM_CallMethod _PyObject_CallMethod_SizeT
#else
#define REFCHECK_SHIM_CallFunction PyObject_CallFunction
#define REFCHECK_SHIM_CallMethod PyObject_CallMethod
#endif
#define PyObject_CallFunction(callable, ...) \
    refcheck_shim_called( \
        REFCHECK_SHIM_CallFunction(callable, __VA_ARGS__), \
        REFCHECK_SHIM_FORMAT(__VA_ARGS__), \
        REFCHECK_SHIM_HERE(PyObject_CallFunction))
#define PyObject_CallMethod(object, name, ...) \
    refcheck_shim_called( \
        REFCHECK_SHIM_CallMethod(object, name, __VA_ARGS__), \
        REFCHECK_SHIM_FORMAT(__VA_ARGS__), \
        REFCHECK_SHIM_HERE(PyObject_CallMethod))

/* Sets a field, and releases what it held, out of sight. */
#define PyMember_SetOne(...) \
    (refcheck_shim_tell(NULL, 0, REFCHECK_SHIM_HERE(PyMember_SetOne)), \
     PyMember_SetOne(__VA_ARGS__))

/* --- What hands functions to Python ----------------------------------------- */

#define REFCHECK_SHIM_WRAP(type, kind, table) \
    ((type *)refcheck_shim_wrapped(REFCHECK_SHIM_##kind, (void *)(table)))

#define PyModuleDef_Init(def) \
    PyModuleDef_Init(REFCHECK_SHIM_WRAP(PyModuleDef, MODULE, def))
#ifndef PyModule_Create2
#define PyModule_Create2(def, version) \
    PyModule_Create2(REFCHECK_SHIM_WRAP(PyModuleDef, MODULE, def), version)
#endif
#ifndef PyModule_FromDefAndSpec2
#define PyModule_FromDefAndSpec2(def, spec, version) \
    PyModule_FromDefAndSpec2(REFCHECK_SHIM_WRAP(PyModuleDef, MODULE, def), \
                             spec, version)
#endif
#define PyModule_AddFunctions(module, table) \
    PyModule_AddFunctions(module, \
                          REFCHECK_SHIM_WRAP(PyMethodDef, METHODS, table))
#define PyModule_AddType(module, type) \
    PyModule_AddType(module, REFCHECK_SHIM_WRAP(PyTypeObject, TYPE, type))
#define PyType_Ready(type) \
    PyType_Ready(REFCHECK_SHIM_WRAP(PyTypeObject, TYPE, type))
#define PyType_FromSpec(spec) \
    PyType_FromSpec(REFCHECK_SHIM_WRAP(PyType_Spec, SPEC, spec))
#define PyType_FromSpecWithBases(spec, bases) \
    PyType_FromSpecWithBases(REFCHECK_SHIM_WRAP(PyType_Spec, SPEC, spec), bases)
#define PyType_FromModuleAndSpec(module, spec, bases) \
    PyType_FromModuleAndSpec( \
        module, REFCHECK_SHIM_WRAP(PyType_Spec, SPEC, spec), bases)
#define PyType_FromMetaclass(metaclass, module, spec, bases) \
    PyType_FromMetaclass( \
        metaclass, module, REFCHECK_SHIM_WRAP(PyType_Spec, SPEC, spec), bases)
#define PyCMethod_New(method, self, module, type) \
    PyCMethod_New(REFCHECK_SHIM_WRAP(PyMethodDef, METHOD, method), self, \
                  module, type)
#define PyDescr_NewMethod(type, method) \
    PyDescr_NewMethod(type, REFCHECK_SHIM_WRAP(PyMethodDef, METHOD, method))
#define PyDescr_NewClassMethod(type, method) \
    PyDescr_NewClassMethod(type, \
                           REFCHECK_SHIM_WRAP(PyMethodDef, METHOD, method))
#define PyDescr_NewGetSet(type, getset) \
    PyDescr_NewGetSet(type, REFCHECK_SHIM_WRAP(PyGetSetDef, GETSET, getset))

#define PyCapsule_Import(...) refcheck_shim_PyCapsule_Import(__VA_ARGS__)
#define PyCapsule_GetPointer(...) \
    refcheck_shim_wrapped(REFCHECK_SHIM_CAPSULE, \
                          PyCapsule_GetPointer(__VA_ARGS__))

#endif /* REFCHECK_SHIM_CALLS_H */
