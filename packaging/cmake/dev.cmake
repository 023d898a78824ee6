# Initial cache of the `dev` build (the inner loop):
#   cmake -S . -B build/dev -G Ninja -C packaging/cmake/dev.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "" CACHE STRING "")  # else its -g wins over -g1, which costs a third of the time
set(CMAKE_C_FLAGS_DEBUG "" CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1 -D_GLIBCXX_ASSERTIONS" CACHE STRING "")
set(CMAKE_C_FLAGS "-O1 -g1" CACHE STRING "")
set(HERALD_WERROR ON CACHE BOOL "")
