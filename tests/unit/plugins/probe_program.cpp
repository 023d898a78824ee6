// Stands in for heraldd where the tests need the program that probes.
#include <cstring>

#include "host/plugins/probe.hpp"

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--probe-plugin") == 0) return herald::plugins::probe_main(argv[2]);
  return 64;
}
