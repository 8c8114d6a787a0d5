/* Usage: plain_read FILE...: seconds to read the bytes and do nothing with them. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static char block[1 << 20];

int main(int count, char **paths)
{
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 1; i < count; i++) {
        int file = open(paths[i], O_RDONLY);
        while (file >= 0 && read(file, block, sizeof block) > 0)
            continue;
        if (file < 0)
            return 1;
        close(file);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.4f\n", (double)(end.tv_sec - start.tv_sec) +
                         (double)(end.tv_nsec - start.tv_nsec) * 1e-9);
    return 0;
}
