# Initial cache of the `gate` build (the whole suite from nothing, as tests/run does it):
#   cmake -S . -B build/gate -G Ninja -C packaging/cmake/gate.cmake
# What is shipped, as it is shipped: the release build then finds its objects in the compiler cache. Tests themselves
# compile without optimisation, a third faster.
set(HERALD_TESTS ON CACHE BOOL "")
set(HERALD_TEST_OPTIONS "-O0;-U_FORTIFY_SOURCE" CACHE STRING "")
set(HERALD_WERROR ON CACHE BOOL "")
include("${CMAKE_CURRENT_LIST_DIR}/release.cmake")
