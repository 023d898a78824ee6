# herald_add_plugin(<target> SOURCES <file>... [LIBRARIES <target>...] [OUTPUT <directory>])
#
# A plugin: <target>.so with one exported symbol, every symbol resolved when it is loaded, no search path of its own.
# LIBRARIES are linked privately. The file goes to OUTPUT, by default ${HERALD_PLUGIN_OUTPUT} or the build directory.
# C sources need C among the project's languages, C++ sources CXX.
function(herald_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "OUTPUT" "SOURCES;LIBRARIES")
  if(NOT plugin_SOURCES)
    message(FATAL_ERROR "herald_add_plugin(${name}): expected SOURCES <file>..., found none")
  endif()
  if(NOT plugin_OUTPUT)
    set(plugin_OUTPUT "${HERALD_PLUGIN_OUTPUT}")
  endif()
  if(NOT plugin_OUTPUT)
    set(plugin_OUTPUT "${CMAKE_BINARY_DIR}")
  endif()

  # Hidden visibility alone leaves template instances of the standard library exported; the script does not.
  set(script "${CMAKE_CURRENT_BINARY_DIR}/${name}.version")
  file(CONFIGURE OUTPUT "${script}" CONTENT "{ global: herald_plugin_entry_1; local: *; };\n")

  add_library(${name} MODULE ${plugin_SOURCES})
  target_link_libraries(${name} PRIVATE Herald::sdk ${plugin_LIBRARIES})
  if(TARGET herald_flags)
    target_link_libraries(${name} PRIVATE herald_flags)
  endif()
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(CXX IN_LIST languages)
    target_compile_features(${name} PRIVATE cxx_std_20)
  endif()
  if(C IN_LIST languages)
    target_compile_features(${name} PRIVATE c_std_11)
  endif()
  # Unique symbols would tie two generations of a plugin together; clang never makes them.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE "LINKER:--version-script=${script}" "LINKER:-z,now" "LINKER:-z,relro")
  if(NOT HERALD_SANITIZE)
    # A sanitizer's run-time stays undefined until the executable brings it.
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so" LIBRARY_OUTPUT_DIRECTORY "${plugin_OUTPUT}" LINK_DEPENDS "${script}"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    SKIP_BUILD_RPATH ON SKIP_INSTALL_RPATH ON)
endfunction()

# herald_check_plugin(<target> [GOLDEN <folder>] [CONFIG <file>])
#
# The test check_<target>: `herald-plugin check` on the plugin, with its golden files and its example of a config.
function(herald_check_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 check "" "GOLDEN;CONFIG" "")
  set(examples "")
  if(check_GOLDEN)
    list(APPEND examples --golden "${CMAKE_CURRENT_SOURCE_DIR}/${check_GOLDEN}")
  endif()
  if(check_CONFIG)
    list(APPEND examples --config "${CMAKE_CURRENT_SOURCE_DIR}/${check_CONFIG}")
  endif()
  add_test(NAME check_${name} COMMAND "$<TARGET_FILE:Herald::plugin_tool>" check "$<TARGET_FILE:${name}>" ${examples})
endfunction()
