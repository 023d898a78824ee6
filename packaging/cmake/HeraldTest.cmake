# herald_test(<name> LABEL <unit|contract|plugin|flow|arch> SOURCES <file>... [NEEDS <target>...])
#
# One test executable, run whole by ctest. The label selects it: `ctest -L unit`.
function(herald_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "LABEL;TIMEOUT" "SOURCES;NEEDS")
  add_executable(${name} ${test_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE herald_flags ${test_NEEDS} GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    HERALD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HERALD_BUILD_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 300)
  endif()
  if(HERALD_SANITIZE)
    math(EXPR test_TIMEOUT "${test_TIMEOUT} * 6")
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${test_LABEL}" TIMEOUT ${test_TIMEOUT})
endfunction()
