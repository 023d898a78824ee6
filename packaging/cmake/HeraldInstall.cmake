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
install(FILES "${CMAKE_SOURCE_DIR}/sdk/README.md" "${CMAKE_SOURCE_DIR}/sdk/abi/reference.md"
  DESTINATION share/doc/herald-dev COMPONENT herald-dev)
install(FILES "${helpers}/HeraldSdkConfig.cmake" "${helpers}/HeraldPlugin.cmake"
  "${CMAKE_BINARY_DIR}/HeraldSdkConfigVersion.cmake" DESTINATION ${sdk_cmake} COMPONENT herald-dev)
install(FILES "${CMAKE_BINARY_DIR}/herald.pc" DESTINATION share/pkgconfig COMPONENT herald-dev)
install(TARGETS herald-plugin herald-plugin-runner herald-sandbox RUNTIME DESTINATION bin COMPONENT herald-dev)
