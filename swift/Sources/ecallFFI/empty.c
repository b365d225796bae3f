// A target of C needs a source; what this one declares is in libecall_uniffi.
#include "ecallFFI.h"
