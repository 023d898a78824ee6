# Initial cache of the `tsan` build (thread sanitizer, flow tests):
#   cmake -S . -B build/tsan -G Ninja -C packaging/cmake/tsan.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
# A room compiles as one unit: five times less work than file by file (the dev build checks the single files).
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "" CACHE STRING "")  # else its -g wins over -g1, which costs a third of the time
set(CMAKE_C_FLAGS_DEBUG "" CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O0 -g1" CACHE STRING "")
set(HERALD_SANITIZE "thread" CACHE STRING "")
