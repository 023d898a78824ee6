#include "sdk/tools/plugin/tight.hpp"

#include <sys/mman.h>

#include <cstring>
#include <new>

namespace herald::kit {
namespace {
constexpr std::size_t kPage = 4096;
}

Tight::Tight(std::string_view bytes)
    : size_{bytes.size()}, mapped_{(bytes.size() + kPage - 1) / kPage * kPage + kPage} {
  void* made = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (made == MAP_FAILED) throw std::bad_alloc{};
  base_ = static_cast<char*>(made);
  data_ = base_ + (mapped_ - kPage - size_);
  if (size_ != 0) std::memcpy(data_, bytes.data(), size_);
  ::mprotect(base_, mapped_ - kPage, PROT_READ);
  ::mprotect(base_ + mapped_ - kPage, kPage, PROT_NONE);
}

Tight::~Tight() { ::munmap(base_, mapped_); }

}  // namespace herald::kit
