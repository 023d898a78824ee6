# herald_room(<name> [NEEDS <room>...] [HIDES <third-party target>...])
#
# A room is a folder of host/, a namespace and a static library. NEEDS repeats the room's row of
# tests/arch/layers.txt (a test compares the two); HIDES are libraries that no other room sees.
function(herald_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "NEEDS;HIDES")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/host/${name}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "[/_]main\\.cpp$")  # programs, not parts of the library
  list(TRANSFORM room_NEEDS PREPEND herald_)
  if(sources)
    add_library(herald_${name} STATIC ${sources})
    target_include_directories(herald_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_link_libraries(herald_${name} PUBLIC herald_sdk ${room_NEEDS} PRIVATE herald_flags ${room_HIDES})
  else()
    add_library(herald_${name} INTERFACE)
    target_include_directories(herald_${name} INTERFACE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(herald_${name} INTERFACE herald_sdk ${room_NEEDS})
  endif()
endfunction()
