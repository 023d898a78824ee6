# Language level, warnings and sanitizers shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(HERALD_PLUGIN_OUTPUT "${CMAKE_BINARY_DIR}/plugins")

option(HERALD_TESTS "Build tests and benchmarks" ON)
set(HERALD_TEST_OPTIONS "" CACHE STRING "Compile options for tests alone, after those of the build")
option(HERALD_WERROR "Treat warnings as errors" OFF)
set(HERALD_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

# No file names the directory that it was built in: the same tree gives the same bytes, and one compiler cache serves
# every clone.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

add_library(herald_flags INTERFACE)
target_compile_options(herald_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast>
  -Wno-missing-field-initializers
  # A unity build includes every .cpp, and in included files gcc warns of anonymous members of a named type.
  $<$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<COMPILE_LANG_AND_ID:CXX,GNU>>:-Wno-subobject-linkage>
  $<$<BOOL:${HERALD_WERROR}>:-Werror>)
target_compile_definitions(herald_flags INTERFACE BOOST_DLL_USE_STD_FS)
if(HERALD_SANITIZE)
  add_compile_options(-fsanitize=${HERALD_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HERALD_SANITIZE})
  # gcc 12 sees uninitialised values inside libstdc++'s <regex> once sanitizers are on (GCC bug 105562).
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>)
endif()
if(HERALD_FUZZ)
  # Coverage of our own code is what steers the fuzzers.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
