# Initial cache of the `gate` build (the whole suite from nothing, as tests/run does it):
#   cmake -S . -B build/gate -G Ninja -C packaging/cmake/gate.cmake
# As dev, but a room compiles as one unit: a third of the time on a cold cache. It also finds names that two files
# of a room both use, before the sanitizer builds do.
include("${CMAKE_CURRENT_LIST_DIR}/dev.cmake")
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "")
