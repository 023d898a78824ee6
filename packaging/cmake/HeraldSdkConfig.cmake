# The installed SDK: find_package(HeraldSdk). Everything is found from where this file lies.
#   Herald::sdk            headers
#   Herald::testing        herald/testing.hpp with what it links (only where OpenSSL's headers are)
#   Herald::plugin_tool    herald-plugin
#   herald_add_plugin(), herald_check_plugin()   HeraldPlugin.cmake says how
get_filename_component(_herald_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET Herald::sdk)
  add_library(Herald::sdk INTERFACE IMPORTED)
  set_target_properties(Herald::sdk PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_herald_prefix}/include")
  add_executable(Herald::plugin_tool IMPORTED)
  set_target_properties(Herald::plugin_tool PROPERTIES IMPORTED_LOCATION "${_herald_prefix}/bin/herald-plugin")
  find_package(OpenSSL QUIET)
  if(TARGET OpenSSL::Crypto)
    add_library(Herald::testing INTERFACE IMPORTED)
    target_link_libraries(Herald::testing INTERFACE Herald::sdk OpenSSL::Crypto ${CMAKE_DL_LIBS})
    target_compile_features(Herald::testing INTERFACE cxx_std_20)
  endif()
endif()
unset(_herald_prefix)
include("${CMAKE_CURRENT_LIST_DIR}/HeraldPlugin.cmake")
