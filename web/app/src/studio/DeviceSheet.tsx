import { DeviceType, useDevices } from '@100mslive/react-sdk';
import { FormControl, InputLabel, NativeSelect } from '@mui/material';
import { problemOf, type MessageKey, type Problem } from '@rostra/core';
import { Sheet, useLanguage } from '@rostra/react';
import { useId } from 'react';

const kinds: readonly (readonly [DeviceType, MessageKey])[] = [
  [DeviceType.audioInput, 'preview.microphone'],
  [DeviceType.videoInput, 'preview.camera'],
  [DeviceType.audioOutput, 'preview.speaker'],
];

/** Other devices, while one is in the room. */
export function DeviceSheet({ report, onClose }: { report: (problem: Problem) => void; onClose: () => void }) {
  const { t } = useLanguage();
  const { allDevices, selectedDeviceIDs, updateDevice } = useDevices((error) => {
    report(problemOf(error, isSecureContext));
  });
  return (
    <Sheet title={t('room.devices')} onClose={onClose}>
      {kinds.map(([deviceType, label]) => (
        <DeviceSelect
          key={deviceType}
          label={t(label)}
          devices={allDevices[deviceType] ?? []}
          value={selectedDeviceIDs[deviceType] ?? ''}
          onValue={(deviceId) => void updateDevice({ deviceType, deviceId })}
        />
      ))}
    </Sheet>
  );
}

interface DeviceSelectProps {
  label: string;
  devices: readonly MediaDeviceInfo[];
  value: string;
  onValue: (id: string) => void;
}

function DeviceSelect({ label, devices, value, onValue }: DeviceSelectProps) {
  const id = useId();
  if (devices.length === 0) return null;
  return (
    <FormControl fullWidth>
      <InputLabel variant="standard" htmlFor={id}>
        {label}
      </InputLabel>
      <NativeSelect id={id} value={value} onChange={(event) => onValue(event.target.value)}>
        {!devices.some(({ deviceId }) => deviceId === value) && <option value={value} />}
        {devices.map((device) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label}
          </option>
        ))}
      </NativeSelect>
    </FormControl>
  );
}
