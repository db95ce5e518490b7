#!/bin/sh
# Submit with: sbatch docs/cluster/slurm.sh study.toml
# When all tasks are done: matchfolio merge parts --out whole
#SBATCH --job-name=matchfolio
#SBATCH --array=1-200
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=01:30:00
#SBATCH --requeue
#SBATCH --open-mode=append

matchfolio study "$1" --shard slurm --out parts --threads 1 --resume --quiet
code=$?
# A file system that failed may work in a minute, and a part that was killed goes on; wrong files stay wrong.
if { [ "$code" -eq 4 ] || [ "$code" -ge 128 ]; } && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
