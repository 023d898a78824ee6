# Initial cache of the `tsan` build (thread sanitizer, flow tests):
#   cmake -S . -B build/tsan -G Ninja -C packaging/cmake/tsan.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(HERALD_SANITIZE "thread" CACHE STRING "")
