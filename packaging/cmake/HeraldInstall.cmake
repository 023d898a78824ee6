# cmake --install <build> --component herald-dev --prefix <prefix>: what an author of plugins needs, and nothing that
# points back here. All of it is found relative to <prefix>, which may be moved.
include(CMakePackageConfigHelpers)
set(sdk_cmake share/cmake/HeraldSdk)
set(helpers "${CMAKE_SOURCE_DIR}/packaging/cmake")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/HeraldSdkConfigVersion.cmake"
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
configure_file("${helpers}/herald.pc.in" "${CMAKE_BINARY_DIR}/herald.pc" @ONLY)

install(DIRECTORY "${CMAKE_SOURCE_DIR}/sdk/include/herald" DESTINATION include COMPONENT herald-dev)
install(DIRECTORY "${CMAKE_SOURCE_DIR}/sdk/template" DESTINATION share/herald COMPONENT herald-dev)
install(FILES "${CMAKE_SOURCE_DIR}/sdk/README.md" "${CMAKE_SOURCE_DIR}/sdk/FEATURES.md"
  "${CMAKE_SOURCE_DIR}/sdk/abi/reference.md" DESTINATION share/doc/herald-dev COMPONENT herald-dev)
install(FILES "${helpers}/HeraldSdkConfig.cmake" "${helpers}/HeraldPlugin.cmake"
  "${CMAKE_BINARY_DIR}/HeraldSdkConfigVersion.cmake" DESTINATION ${sdk_cmake} COMPONENT herald-dev)
install(FILES "${CMAKE_BINARY_DIR}/herald.pc" DESTINATION share/pkgconfig COMPONENT herald-dev)
install(TARGETS herald-plugin herald-plugin-runner herald-provider-sim herald-sandbox RUNTIME DESTINATION bin COMPONENT herald-dev)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/man/herald-plugin.1" "${CMAKE_SOURCE_DIR}/packaging/man/herald-sandbox.1"
  "${CMAKE_SOURCE_DIR}/packaging/man/herald-provider-sim.1"
  DESTINATION share/man/man1 COMPONENT herald-dev)

# --component herald: the server. Its configuration goes to /etc whatever the prefix.
install(TARGETS heraldd heraldctl herald-plugin-runner RUNTIME DESTINATION bin COMPONENT herald)
install(DIRECTORY "${CMAKE_SOURCE_DIR}/migrations/mysql" "${CMAKE_SOURCE_DIR}/migrations/sqlite"
  DESTINATION share/herald/migrations COMPONENT herald)
install(FILES "${CMAKE_SOURCE_DIR}/etc/herald.properties" DESTINATION /etc/herald COMPONENT herald)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/man/herald.properties.5" DESTINATION share/man/man5 COMPONENT herald)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/man/heraldd.8" "${CMAKE_SOURCE_DIR}/packaging/man/heraldctl.8"
  "${CMAKE_SOURCE_DIR}/packaging/man/herald-plugin-runner.8" DESTINATION share/man/man8 COMPONENT herald)

# --component herald-providers, herald-features: every plugin below plugins/ of that kind.
foreach(kind providers features)
  file(GLOB files "${CMAKE_SOURCE_DIR}/plugins/${kind}/*/CMakeLists.txt")
  foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH folder)
    get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      if(type STREQUAL MODULE_LIBRARY)
        install(TARGETS ${target} LIBRARY DESTINATION lib/herald/plugins COMPONENT herald-${kind})
      endif()
    endforeach()
  endforeach()
endforeach()
