# Initial cache of the `release` build (what is shipped and measured):
#   cmake -S . -B build/release -G Ninja -C packaging/cmake/release.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
# A room compiles as one unit: five times less work than file by file (the dev build checks the single files).
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "")
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
# With -O2, gcc 12 sees overflows and overlaps inside of libstdc++'s containers (GCC bugs 105329, 105651, 107852); the
# dev build keeps these warnings.
set(herald_quiet "-Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-restrict -Wno-maybe-uninitialized")
set(CMAKE_CXX_FLAGS_RELEASE
  "-O2 -DNDEBUG -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong ${herald_quiet}" CACHE STRING "")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG -D_FORTIFY_SOURCE=2 -fstack-protector-strong" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS "-pie -Wl,-z,relro,-z,now" CACHE STRING "")
set(HERALD_TESTS OFF CACHE BOOL "")
