/* The functions of the C API that return a new reference to what may be an
   immortal object, as shim.h wants them.  A macro is not expanded within itself,
   and one for a function that a version lacks costs nothing.

   Left out are those whose result is always fresh (PyList_New, PyDict_Copy) or
   borrowed. */
#ifndef REFCHECK_SHIM_NEW_H
#define REFCHECK_SHIM_NEW_H

/* --- Any object ------------------------------------------------------------ */

#define PyObject_Call(...) REFCHECK_SHIM_NEW(PyObject_Call, (__VA_ARGS__))
#define PyObject_CallNoArgs(...) \
    REFCHECK_SHIM_NEW(PyObject_CallNoArgs, (__VA_ARGS__))
#define PyObject_CallOneArg(...) \
    REFCHECK_SHIM_NEW(PyObject_CallOneArg, (__VA_ARGS__))
#define PyObject_CallObject(...) \
    REFCHECK_SHIM_NEW(PyObject_CallObject, (__VA_ARGS__))
#define PyObject_CallFunctionObjArgs(...) \
    REFCHECK_SHIM_NEW(PyObject_CallFunctionObjArgs, (__VA_ARGS__))
#define PyObject_CallMethodNoArgs(...) \
    REFCHECK_SHIM_NEW(PyObject_CallMethodNoArgs, (__VA_ARGS__))
#define PyObject_CallMethodOneArg(...) \
    REFCHECK_SHIM_NEW(PyObject_CallMethodOneArg, (__VA_ARGS__))
#define PyObject_CallMethodObjArgs(...) \
    REFCHECK_SHIM_NEW(PyObject_CallMethodObjArgs, (__VA_ARGS__))
#define PyObject_Vectorcall(...) \
    REFCHECK_SHIM_NEW(PyObject_Vectorcall, (__VA_ARGS__))
#define PyObject_VectorcallDict(...) \
    REFCHECK_SHIM_NEW(PyObject_VectorcallDict, (__VA_ARGS__))
#define PyObject_VectorcallMethod(...) \
    REFCHECK_SHIM_NEW(PyObject_VectorcallMethod, (__VA_ARGS__))
#define PyVectorcall_Call(...) \
    REFCHECK_SHIM_NEW(PyVectorcall_Call, (__VA_ARGS__))
#define PyCFunction_Call(...) REFCHECK_SHIM_NEW(PyCFunction_Call, (__VA_ARGS__))
#define PyEval_CallObjectWithKeywords(...) \
    REFCHECK_SHIM_NEW(PyEval_CallObjectWithKeywords, (__VA_ARGS__))
#define PyEval_EvalCode(...) REFCHECK_SHIM_NEW(PyEval_EvalCode, (__VA_ARGS__))
#define PyEval_EvalCodeEx(...) \
    REFCHECK_SHIM_NEW(PyEval_EvalCodeEx, (__VA_ARGS__))
#define PyEval_EvalFrame(...) REFCHECK_SHIM_NEW(PyEval_EvalFrame, (__VA_ARGS__))
#define PyEval_EvalFrameEx(...) \
    REFCHECK_SHIM_NEW(PyEval_EvalFrameEx, (__VA_ARGS__))
#define PyRun_StringFlags(...) \
    REFCHECK_SHIM_NEW(PyRun_StringFlags, (__VA_ARGS__))
#define PyRun_FileExFlags(...) \
    REFCHECK_SHIM_NEW(PyRun_FileExFlags, (__VA_ARGS__))
#define PyObject_GetAttr(...) REFCHECK_SHIM_NEW(PyObject_GetAttr, (__VA_ARGS__))
#define PyObject_GetAttrString(...) \
    REFCHECK_SHIM_NEW(PyObject_GetAttrString, (__VA_ARGS__))
#define PyObject_GenericGetAttr(...) \
    REFCHECK_SHIM_NEW(PyObject_GenericGetAttr, (__VA_ARGS__))
#define PyObject_GetItem(...) REFCHECK_SHIM_NEW(PyObject_GetItem, (__VA_ARGS__))
#define PyObject_GetIter(...) REFCHECK_SHIM_NEW(PyObject_GetIter, (__VA_ARGS__))
#define PyObject_GetAIter(...) \
    REFCHECK_SHIM_NEW(PyObject_GetAIter, (__VA_ARGS__))
#define PyIter_Next(...) REFCHECK_SHIM_NEW(PyIter_Next, (__VA_ARGS__))
#define PyObject_RichCompare(...) \
    REFCHECK_SHIM_NEW(PyObject_RichCompare, (__VA_ARGS__))
#define PyObject_Str(...) REFCHECK_SHIM_NEW(PyObject_Str, (__VA_ARGS__))
#define PyObject_Repr(...) REFCHECK_SHIM_NEW(PyObject_Repr, (__VA_ARGS__))
#define PyObject_ASCII(...) REFCHECK_SHIM_NEW(PyObject_ASCII, (__VA_ARGS__))
#define PyObject_Bytes(...) REFCHECK_SHIM_NEW(PyObject_Bytes, (__VA_ARGS__))
#define PyObject_Format(...) REFCHECK_SHIM_NEW(PyObject_Format, (__VA_ARGS__))
#define PyObject_Type(...) REFCHECK_SHIM_NEW(PyObject_Type, (__VA_ARGS__))
#define PyObject_Dir(...) REFCHECK_SHIM_NEW(PyObject_Dir, (__VA_ARGS__))
#define PyOS_FSPath(...) REFCHECK_SHIM_NEW(PyOS_FSPath, (__VA_ARGS__))
#define PyMember_GetOne(...) REFCHECK_SHIM_NEW(PyMember_GetOne, (__VA_ARGS__))
#define Py_GetConstant(...) REFCHECK_SHIM_NEW(Py_GetConstant, (__VA_ARGS__))
#define PySys_GetAttr(...) REFCHECK_SHIM_NEW(PySys_GetAttr, (__VA_ARGS__))
#define PySys_GetAttrString(...) \
    REFCHECK_SHIM_NEW(PySys_GetAttrString, (__VA_ARGS__))

/* --- Numbers --------------------------------------------------------------- */

#define PyLong_FromLong(...) REFCHECK_SHIM_NEW(PyLong_FromLong, (__VA_ARGS__))
#define PyLong_FromUnsignedLong(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUnsignedLong, (__VA_ARGS__))
#define PyLong_FromLongLong(...) \
    REFCHECK_SHIM_NEW(PyLong_FromLongLong, (__VA_ARGS__))
#define PyLong_FromUnsignedLongLong(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUnsignedLongLong, (__VA_ARGS__))
#define PyLong_FromSsize_t(...) \
    REFCHECK_SHIM_NEW(PyLong_FromSsize_t, (__VA_ARGS__))
#define PyLong_FromSize_t(...) \
    REFCHECK_SHIM_NEW(PyLong_FromSize_t, (__VA_ARGS__))
#define PyLong_FromDouble(...) \
    REFCHECK_SHIM_NEW(PyLong_FromDouble, (__VA_ARGS__))
#define PyLong_FromVoidPtr(...) \
    REFCHECK_SHIM_NEW(PyLong_FromVoidPtr, (__VA_ARGS__))
#define PyLong_FromString(...) \
    REFCHECK_SHIM_NEW(PyLong_FromString, (__VA_ARGS__))
#define PyLong_FromUnicodeObject(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUnicodeObject, (__VA_ARGS__))
#define PyLong_FromNativeBytes(...) \
    REFCHECK_SHIM_NEW(PyLong_FromNativeBytes, (__VA_ARGS__))
#define PyLong_FromUnsignedNativeBytes(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUnsignedNativeBytes, (__VA_ARGS__))
#define PyLong_FromInt32(...) REFCHECK_SHIM_NEW(PyLong_FromInt32, (__VA_ARGS__))
#define PyLong_FromUInt32(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUInt32, (__VA_ARGS__))
#define PyLong_FromInt64(...) REFCHECK_SHIM_NEW(PyLong_FromInt64, (__VA_ARGS__))
#define PyLong_FromUInt64(...) \
    REFCHECK_SHIM_NEW(PyLong_FromUInt64, (__VA_ARGS__))
#define PyBool_FromLong(...) REFCHECK_SHIM_NEW(PyBool_FromLong, (__VA_ARGS__))
#define PyNumber_Absolute(...) \
    REFCHECK_SHIM_NEW(PyNumber_Absolute, (__VA_ARGS__))
#define PyNumber_Add(...) REFCHECK_SHIM_NEW(PyNumber_Add, (__VA_ARGS__))
#define PyNumber_And(...) REFCHECK_SHIM_NEW(PyNumber_And, (__VA_ARGS__))
#define PyNumber_Divmod(...) REFCHECK_SHIM_NEW(PyNumber_Divmod, (__VA_ARGS__))
#define PyNumber_Float(...) REFCHECK_SHIM_NEW(PyNumber_Float, (__VA_ARGS__))
#define PyNumber_FloorDivide(...) \
    REFCHECK_SHIM_NEW(PyNumber_FloorDivide, (__VA_ARGS__))
#define PyNumber_Index(...) REFCHECK_SHIM_NEW(PyNumber_Index, (__VA_ARGS__))
#define PyNumber_Invert(...) REFCHECK_SHIM_NEW(PyNumber_Invert, (__VA_ARGS__))
#define PyNumber_Long(...) REFCHECK_SHIM_NEW(PyNumber_Long, (__VA_ARGS__))
#define PyNumber_Lshift(...) REFCHECK_SHIM_NEW(PyNumber_Lshift, (__VA_ARGS__))
#define PyNumber_MatrixMultiply(...) \
    REFCHECK_SHIM_NEW(PyNumber_MatrixMultiply, (__VA_ARGS__))
#define PyNumber_Multiply(...) \
    REFCHECK_SHIM_NEW(PyNumber_Multiply, (__VA_ARGS__))
#define PyNumber_Negative(...) \
    REFCHECK_SHIM_NEW(PyNumber_Negative, (__VA_ARGS__))
#define PyNumber_Or(...) REFCHECK_SHIM_NEW(PyNumber_Or, (__VA_ARGS__))
#define PyNumber_Positive(...) \
    REFCHECK_SHIM_NEW(PyNumber_Positive, (__VA_ARGS__))
#define PyNumber_Power(...) REFCHECK_SHIM_NEW(PyNumber_Power, (__VA_ARGS__))
#define PyNumber_Remainder(...) \
    REFCHECK_SHIM_NEW(PyNumber_Remainder, (__VA_ARGS__))
#define PyNumber_Rshift(...) REFCHECK_SHIM_NEW(PyNumber_Rshift, (__VA_ARGS__))
#define PyNumber_Subtract(...) \
    REFCHECK_SHIM_NEW(PyNumber_Subtract, (__VA_ARGS__))
#define PyNumber_ToBase(...) REFCHECK_SHIM_NEW(PyNumber_ToBase, (__VA_ARGS__))
#define PyNumber_TrueDivide(...) \
    REFCHECK_SHIM_NEW(PyNumber_TrueDivide, (__VA_ARGS__))
#define PyNumber_Xor(...) REFCHECK_SHIM_NEW(PyNumber_Xor, (__VA_ARGS__))
#define PyNumber_InPlaceAdd(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceAdd, (__VA_ARGS__))
#define PyNumber_InPlaceAnd(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceAnd, (__VA_ARGS__))
#define PyNumber_InPlaceFloorDivide(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceFloorDivide, (__VA_ARGS__))
#define PyNumber_InPlaceLshift(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceLshift, (__VA_ARGS__))
#define PyNumber_InPlaceMatrixMultiply(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceMatrixMultiply, (__VA_ARGS__))
#define PyNumber_InPlaceMultiply(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceMultiply, (__VA_ARGS__))
#define PyNumber_InPlaceOr(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceOr, (__VA_ARGS__))
#define PyNumber_InPlacePower(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlacePower, (__VA_ARGS__))
#define PyNumber_InPlaceRemainder(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceRemainder, (__VA_ARGS__))
#define PyNumber_InPlaceRshift(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceRshift, (__VA_ARGS__))
#define PyNumber_InPlaceSubtract(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceSubtract, (__VA_ARGS__))
#define PyNumber_InPlaceTrueDivide(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceTrueDivide, (__VA_ARGS__))
#define PyNumber_InPlaceXor(...) \
    REFCHECK_SHIM_NEW(PyNumber_InPlaceXor, (__VA_ARGS__))

/* --- Text and bytes -------------------------------------------------------- */

#define PyUnicode_FromString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromString, (__VA_ARGS__))
#define PyUnicode_FromStringAndSize(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromStringAndSize, (__VA_ARGS__))
#define PyUnicode_InternFromString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_InternFromString, (__VA_ARGS__))
#define PyUnicode_FromFormat(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromFormat, (__VA_ARGS__))
#define PyUnicode_FromFormatV(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromFormatV, (__VA_ARGS__))
#define PyUnicode_FromObject(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromObject, (__VA_ARGS__))
#define PyUnicode_FromEncodedObject(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromEncodedObject, (__VA_ARGS__))
#define PyUnicode_FromKindAndData(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromKindAndData, (__VA_ARGS__))
#define PyUnicode_FromOrdinal(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromOrdinal, (__VA_ARGS__))
#define PyUnicode_FromWideChar(...) \
    REFCHECK_SHIM_NEW(PyUnicode_FromWideChar, (__VA_ARGS__))
#define PyUnicode_New(...) REFCHECK_SHIM_NEW(PyUnicode_New, (__VA_ARGS__))
#define PyUnicode_Decode(...) REFCHECK_SHIM_NEW(PyUnicode_Decode, (__VA_ARGS__))
#define PyUnicode_DecodeUTF7(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF7, (__VA_ARGS__))
#define PyUnicode_DecodeUTF7Stateful(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF7Stateful, (__VA_ARGS__))
#define PyUnicode_DecodeUTF8(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF8, (__VA_ARGS__))
#define PyUnicode_DecodeUTF8Stateful(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF8Stateful, (__VA_ARGS__))
#define PyUnicode_DecodeUTF16(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF16, (__VA_ARGS__))
#define PyUnicode_DecodeUTF16Stateful(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF16Stateful, (__VA_ARGS__))
#define PyUnicode_DecodeUTF32(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF32, (__VA_ARGS__))
#define PyUnicode_DecodeUTF32Stateful(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUTF32Stateful, (__VA_ARGS__))
#define PyUnicode_DecodeLatin1(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeLatin1, (__VA_ARGS__))
#define PyUnicode_DecodeASCII(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeASCII, (__VA_ARGS__))
#define PyUnicode_DecodeCharmap(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeCharmap, (__VA_ARGS__))
#define PyUnicode_DecodeFSDefault(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeFSDefault, (__VA_ARGS__))
#define PyUnicode_DecodeFSDefaultAndSize(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeFSDefaultAndSize, (__VA_ARGS__))
#define PyUnicode_DecodeLocale(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeLocale, (__VA_ARGS__))
#define PyUnicode_DecodeLocaleAndSize(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeLocaleAndSize, (__VA_ARGS__))
#define PyUnicode_DecodeRawUnicodeEscape(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeRawUnicodeEscape, (__VA_ARGS__))
#define PyUnicode_DecodeUnicodeEscape(...) \
    REFCHECK_SHIM_NEW(PyUnicode_DecodeUnicodeEscape, (__VA_ARGS__))
#define PyUnicode_Concat(...) REFCHECK_SHIM_NEW(PyUnicode_Concat, (__VA_ARGS__))
#define PyUnicode_Format(...) REFCHECK_SHIM_NEW(PyUnicode_Format, (__VA_ARGS__))
#define PyUnicode_Join(...) REFCHECK_SHIM_NEW(PyUnicode_Join, (__VA_ARGS__))
#define PyUnicode_Replace(...) \
    REFCHECK_SHIM_NEW(PyUnicode_Replace, (__VA_ARGS__))
#define PyUnicode_Substring(...) \
    REFCHECK_SHIM_NEW(PyUnicode_Substring, (__VA_ARGS__))
#define PyUnicode_Translate(...) \
    REFCHECK_SHIM_NEW(PyUnicode_Translate, (__VA_ARGS__))
#define PyUnicode_RichCompare(...) \
    REFCHECK_SHIM_NEW(PyUnicode_RichCompare, (__VA_ARGS__))
#define PyUnicode_AsEncodedString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsEncodedString, (__VA_ARGS__))
#define PyUnicode_AsUTF8String(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsUTF8String, (__VA_ARGS__))
#define PyUnicode_AsUTF16String(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsUTF16String, (__VA_ARGS__))
#define PyUnicode_AsUTF32String(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsUTF32String, (__VA_ARGS__))
#define PyUnicode_AsLatin1String(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsLatin1String, (__VA_ARGS__))
#define PyUnicode_AsASCIIString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsASCIIString, (__VA_ARGS__))
#define PyUnicode_AsCharmapString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsCharmapString, (__VA_ARGS__))
#define PyUnicode_AsRawUnicodeEscapeString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsRawUnicodeEscapeString, (__VA_ARGS__))
#define PyUnicode_AsUnicodeEscapeString(...) \
    REFCHECK_SHIM_NEW(PyUnicode_AsUnicodeEscapeString, (__VA_ARGS__))
#define PyUnicode_EncodeFSDefault(...) \
    REFCHECK_SHIM_NEW(PyUnicode_EncodeFSDefault, (__VA_ARGS__))
#define PyUnicode_EncodeLocale(...) \
    REFCHECK_SHIM_NEW(PyUnicode_EncodeLocale, (__VA_ARGS__))
#define PyBytes_FromString(...) \
    REFCHECK_SHIM_NEW(PyBytes_FromString, (__VA_ARGS__))
#define PyBytes_FromStringAndSize(...) \
    REFCHECK_SHIM_NEW(PyBytes_FromStringAndSize, (__VA_ARGS__))
#define PyBytes_FromFormat(...) \
    REFCHECK_SHIM_NEW(PyBytes_FromFormat, (__VA_ARGS__))
#define PyBytes_FromFormatV(...) \
    REFCHECK_SHIM_NEW(PyBytes_FromFormatV, (__VA_ARGS__))
#define PyBytes_FromObject(...) \
    REFCHECK_SHIM_NEW(PyBytes_FromObject, (__VA_ARGS__))
#define PyBytes_DecodeEscape(...) \
    REFCHECK_SHIM_NEW(PyBytes_DecodeEscape, (__VA_ARGS__))
#define PyBytes_Repr(...) REFCHECK_SHIM_NEW(PyBytes_Repr, (__VA_ARGS__))
#define PyCodec_Encode(...) REFCHECK_SHIM_NEW(PyCodec_Encode, (__VA_ARGS__))
#define PyCodec_Decode(...) REFCHECK_SHIM_NEW(PyCodec_Decode, (__VA_ARGS__))
#define PyMarshal_ReadObjectFromString(...) \
    REFCHECK_SHIM_NEW(PyMarshal_ReadObjectFromString, (__VA_ARGS__))
#define PyMarshal_ReadObjectFromFile(...) \
    REFCHECK_SHIM_NEW(PyMarshal_ReadObjectFromFile, (__VA_ARGS__))
#define PyMarshal_ReadLastObjectFromFile(...) \
    REFCHECK_SHIM_NEW(PyMarshal_ReadLastObjectFromFile, (__VA_ARGS__))
#define PyMarshal_WriteObjectToString(...) \
    REFCHECK_SHIM_NEW(PyMarshal_WriteObjectToString, (__VA_ARGS__))
#define PyFile_GetLine(...) REFCHECK_SHIM_NEW(PyFile_GetLine, (__VA_ARGS__))

/* --- Containers ------------------------------------------------------------ */

#define PySequence_GetItem(...) \
    REFCHECK_SHIM_NEW(PySequence_GetItem, (__VA_ARGS__))
#define PySequence_GetSlice(...) \
    REFCHECK_SHIM_NEW(PySequence_GetSlice, (__VA_ARGS__))
#define PySequence_Concat(...) \
    REFCHECK_SHIM_NEW(PySequence_Concat, (__VA_ARGS__))
#define PySequence_Repeat(...) \
    REFCHECK_SHIM_NEW(PySequence_Repeat, (__VA_ARGS__))
#define PySequence_InPlaceConcat(...) \
    REFCHECK_SHIM_NEW(PySequence_InPlaceConcat, (__VA_ARGS__))
#define PySequence_InPlaceRepeat(...) \
    REFCHECK_SHIM_NEW(PySequence_InPlaceRepeat, (__VA_ARGS__))
#define PySequence_Tuple(...) REFCHECK_SHIM_NEW(PySequence_Tuple, (__VA_ARGS__))
#define PySequence_Fast(...) REFCHECK_SHIM_NEW(PySequence_Fast, (__VA_ARGS__))
#define PyMapping_GetItemString(...) \
    REFCHECK_SHIM_NEW(PyMapping_GetItemString, (__VA_ARGS__))
#define PyList_GetItemRef(...) \
    REFCHECK_SHIM_NEW(PyList_GetItemRef, (__VA_ARGS__))
#define PyList_AsTuple(...) REFCHECK_SHIM_NEW(PyList_AsTuple, (__VA_ARGS__))
#define PyTuple_New(...) REFCHECK_SHIM_NEW(PyTuple_New, (__VA_ARGS__))
#define PyTuple_Pack(...) REFCHECK_SHIM_NEW(PyTuple_Pack, (__VA_ARGS__))
#define PyTuple_GetSlice(...) REFCHECK_SHIM_NEW(PyTuple_GetSlice, (__VA_ARGS__))
#define PySet_Pop(...) REFCHECK_SHIM_NEW(PySet_Pop, (__VA_ARGS__))
#define PyCell_Get(...) REFCHECK_SHIM_NEW(PyCell_Get, (__VA_ARGS__))
#define PyStructSequence_New(...) \
    REFCHECK_SHIM_NEW(PyStructSequence_New, (__VA_ARGS__))

/* --- Exceptions, modules, types, frames ------------------------------------ */

#define PyException_GetArgs(...) \
    REFCHECK_SHIM_NEW(PyException_GetArgs, (__VA_ARGS__))
#define PyException_GetCause(...) \
    REFCHECK_SHIM_NEW(PyException_GetCause, (__VA_ARGS__))
#define PyException_GetContext(...) \
    REFCHECK_SHIM_NEW(PyException_GetContext, (__VA_ARGS__))
#define PyException_GetTraceback(...) \
    REFCHECK_SHIM_NEW(PyException_GetTraceback, (__VA_ARGS__))
#define PyUnicodeDecodeError_GetEncoding(...) \
    REFCHECK_SHIM_NEW(PyUnicodeDecodeError_GetEncoding, (__VA_ARGS__))
#define PyUnicodeDecodeError_GetObject(...) \
    REFCHECK_SHIM_NEW(PyUnicodeDecodeError_GetObject, (__VA_ARGS__))
#define PyUnicodeDecodeError_GetReason(...) \
    REFCHECK_SHIM_NEW(PyUnicodeDecodeError_GetReason, (__VA_ARGS__))
#define PyUnicodeEncodeError_GetEncoding(...) \
    REFCHECK_SHIM_NEW(PyUnicodeEncodeError_GetEncoding, (__VA_ARGS__))
#define PyUnicodeEncodeError_GetObject(...) \
    REFCHECK_SHIM_NEW(PyUnicodeEncodeError_GetObject, (__VA_ARGS__))
#define PyUnicodeEncodeError_GetReason(...) \
    REFCHECK_SHIM_NEW(PyUnicodeEncodeError_GetReason, (__VA_ARGS__))
#define PyUnicodeTranslateError_GetObject(...) \
    REFCHECK_SHIM_NEW(PyUnicodeTranslateError_GetObject, (__VA_ARGS__))
#define PyUnicodeTranslateError_GetReason(...) \
    REFCHECK_SHIM_NEW(PyUnicodeTranslateError_GetReason, (__VA_ARGS__))
#define PyImport_Import(...) REFCHECK_SHIM_NEW(PyImport_Import, (__VA_ARGS__))
#define PyImport_ImportModule(...) \
    REFCHECK_SHIM_NEW(PyImport_ImportModule, (__VA_ARGS__))
#define PyImport_ImportModuleNoBlock(...) \
    REFCHECK_SHIM_NEW(PyImport_ImportModuleNoBlock, (__VA_ARGS__))
#define PyImport_ImportModuleLevel(...) \
    REFCHECK_SHIM_NEW(PyImport_ImportModuleLevel, (__VA_ARGS__))
#define PyImport_ImportModuleLevelObject(...) \
    REFCHECK_SHIM_NEW(PyImport_ImportModuleLevelObject, (__VA_ARGS__))
#define PyImport_AddModuleRef(...) \
    REFCHECK_SHIM_NEW(PyImport_AddModuleRef, (__VA_ARGS__))
#define PyImport_GetModule(...) \
    REFCHECK_SHIM_NEW(PyImport_GetModule, (__VA_ARGS__))
#define PyImport_GetImporter(...) \
    REFCHECK_SHIM_NEW(PyImport_GetImporter, (__VA_ARGS__))
#define PyImport_ReloadModule(...) \
    REFCHECK_SHIM_NEW(PyImport_ReloadModule, (__VA_ARGS__))
#define PyModule_GetNameObject(...) \
    REFCHECK_SHIM_NEW(PyModule_GetNameObject, (__VA_ARGS__))
#define PyModule_GetFilenameObject(...) \
    REFCHECK_SHIM_NEW(PyModule_GetFilenameObject, (__VA_ARGS__))
#define PyType_GetName(...) REFCHECK_SHIM_NEW(PyType_GetName, (__VA_ARGS__))
#define PyType_GetQualName(...) \
    REFCHECK_SHIM_NEW(PyType_GetQualName, (__VA_ARGS__))
#define PyType_GetModuleName(...) \
    REFCHECK_SHIM_NEW(PyType_GetModuleName, (__VA_ARGS__))
#define PyType_GetFullyQualifiedName(...) \
    REFCHECK_SHIM_NEW(PyType_GetFullyQualifiedName, (__VA_ARGS__))
#define PyType_GenericAlloc(...) \
    REFCHECK_SHIM_NEW(PyType_GenericAlloc, (__VA_ARGS__))
#define PyType_GenericNew(...) \
    REFCHECK_SHIM_NEW(PyType_GenericNew, (__VA_ARGS__))
#define PyFrame_GetVar(...) REFCHECK_SHIM_NEW(PyFrame_GetVar, (__VA_ARGS__))
#define PyFrame_GetVarString(...) \
    REFCHECK_SHIM_NEW(PyFrame_GetVarString, (__VA_ARGS__))
#define PyFrame_GetBuiltins(...) \
    REFCHECK_SHIM_NEW(PyFrame_GetBuiltins, (__VA_ARGS__))
#define PyFrame_GetGenerator(...) \
    REFCHECK_SHIM_NEW(PyFrame_GetGenerator, (__VA_ARGS__))
#define PyFrame_GetGlobals(...) \
    REFCHECK_SHIM_NEW(PyFrame_GetGlobals, (__VA_ARGS__))
#define PyFrame_GetLocals(...) \
    REFCHECK_SHIM_NEW(PyFrame_GetLocals, (__VA_ARGS__))
#define PyCode_GetCode(...) REFCHECK_SHIM_NEW(PyCode_GetCode, (__VA_ARGS__))
#define PyCode_GetVarnames(...) \
    REFCHECK_SHIM_NEW(PyCode_GetVarnames, (__VA_ARGS__))
#define PyCode_GetCellvars(...) \
    REFCHECK_SHIM_NEW(PyCode_GetCellvars, (__VA_ARGS__))
#define PyCode_GetFreevars(...) \
    REFCHECK_SHIM_NEW(PyCode_GetFreevars, (__VA_ARGS__))
#define PyContextVar_Set(...) REFCHECK_SHIM_NEW(PyContextVar_Set, (__VA_ARGS__))

#endif /* REFCHECK_SHIM_NEW_H */
