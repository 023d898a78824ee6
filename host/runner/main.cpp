// Started by host/plugins only, with little linked in, so that it starts fast:
//   herald-plugin-runner <staged plugin> <pid of the server> <memory bytes>   serves a plugin, confined
//   herald-plugin-runner --probe-plugin <staged plugin>                       tries a plugin before the
//   server loads it
#include <charconv>
#include <cstring>
#include <exception>

#include "host/plugins/probe.hpp"
#include "host/runner/serve.hpp"

namespace {

template <class T>
bool read_number(const char* text, T& number) {
  const char* const end = text + std::strlen(text);
  return std::from_chars(text, end, number).ptr == end && number > 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::strcmp(arguments[1], "--probe-plugin") == 0)
    return herald::plugins::probe_main(arguments[2]);
  herald::runner::Order order;
  if (count != 4 || !read_number(arguments[2], order.bounds.parent) ||
      !read_number(arguments[3], order.bounds.memory_bytes))
    return 64;
  order.staged = arguments[1];
  try {
    return herald::runner::serve(order);
  } catch (const std::exception&) {
    return 70;  // out of memory: the server sees the socket close
  }
}
